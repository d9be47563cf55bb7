package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.OFFER_DOCUMENT;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.terms;
import static io.ganchang.redis.FunctionsForTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code offer_change_1}: a host's commands on offers. */
class OfferChangeTest {
    static final List<String> EVIL_NUMBERS = OrderPlaceCallTest.EVIL_NUMBERS;

    private static final String COMMAND = "command--------------1";
    private static final String STOCK_MAX = "1000000000000";
    private static FunctionsForTest functions;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    @BeforeEach
    void startShow() {
        functions.startShow();
        functions.put("melon", 10, 2);
    }

    @AfterEach
    void booksBalance() {
        functions.assertBooksBalance();
    }

    @Test
    void aNewOfferIsADraftWithItsStock() {
        List<String> reply = functions.put("pear", 7, 3);

        String record = "d 0 0 3990 CNY 3 n 600 r 0 1 " + OFFER_DOCUMENT;
        assertThat(reply.subList(3, 7)).containsExactly("created", "-", record, "7 0 0");
        assertThat(functions.commands().hget(KEYS.offers(), "pear")).isEqualTo(record);
        assertLastEvent("offer.created", "stock:pear=7/0/0", record);
    }

    @Test
    void putChangesTheTermsAndLeavesTheStock() {
        assertUnchanged(() -> functions.put("melon", 10, 2));
        assertUnchanged(() -> functions.put("melon", 99, 2));
        List<String> reply = functions.put("melon", 99, 5);

        assertThat(reply.subList(3, 7))
                .containsExactly("changed", "-", "d 0 0 3990 CNY 5 n 600 r 0 2 " + OFFER_DOCUMENT, "10 0 0");
        assertLastEvent("offer.changed", "-", reply.get(5));
        assertRefused(
                List.of("invalid_request", "currency"),
                () -> functions.offer("melon", "put", terms("3990", "EUR", 2, "0", "1")));
    }

    @Test
    void openSetsTheWindowInPartitionTime() {
        List<String> reply = functions.offer("melon", "open", "3000", "60000");

        long now = Long.parseLong(reply.get(1));
        assertThat(reply.get(5)).startsWith("o " + (now + 3000) + ' ' + (now + 63_000) + " 3990 ");
        assertLastEvent("offer.opened", "-", reply.get(5));
        assertThat(functions.offer("melon", "open", "0", "0").get(5)).matches("o \\d+ 0 3990 .*");
    }

    @Test
    void closeEndsTheSaleAndOnlyOnce() {
        assertUnchanged(() -> functions.offer("melon", "close"));
        functions.offer("melon", "open", "0", "0");
        assertThat(functions.offer("melon", "close").get(5)).startsWith("c ");
        assertThat(functions.events().get(functions.events().size() - 1).type()).isEqualTo("offer.closed");
        assertUnchanged(() -> functions.offer("melon", "close"));
        assertThat(functions.offer("melon", "open", "0", "0").get(5)).startsWith("o ");
    }

    @Test
    void aPriceChangesOnce() {
        assertUnchanged(() -> functions.offer("melon", "price", "3990"));
        List<String> reply = functions.offer("melon", "price", "4100");
        assertThat(reply.get(5)).startsWith("d 0 0 4100 ");
        assertLastEvent("offer.price_changed", "-", reply.get(5));
    }

    @Test
    void oneOfferIsPinnedAtATime() {
        functions.put("pear", 1, 0);
        assertUnchanged(() -> functions.offer("melon", "unpin"));
        assertThat(functions.offer("melon", "pin").get(4)).isEqualTo("melon");
        assertUnchanged(() -> functions.offer("melon", "pin"));
        assertThat(functions.offer("pear", "pin").get(4)).isEqualTo("pear");
        assertUnchanged(() -> functions.offer("melon", "unpin"));
        assertThat(functions.offer("pear", "unpin").get(4)).isEqualTo("-");
        assertThat(functions.events())
                .extracting(Event::type)
                .endsWith("offer.pinned", "offer.pinned", "offer.unpinned");
        assertThat(functions.commands().hget(KEYS.meta(), "pinned")).isEqualTo("-");
    }

    @Test
    void stockIsAddedAndWhatIsAvailableIsTakenBack() {
        functions.offer("melon", "open", "0", "0");
        functions.place(order("a", "li", "melon:2:-"));

        assertThat(functions.offer("melon", "stock", "5").get(6)).isEqualTo("13 0 2");
        assertLastEvent(
                "offer.stock_changed", "stock:melon=5/0/0", functions.commands().hget(KEYS.offers(), "melon"));
        assertRefused(List.of("stock_unavailable", "13"), () -> functions.offer("melon", "stock", "-14"));
        assertThat(functions.offer("melon", "stock", "-13").get(6)).isEqualTo("0 0 2");
        assertLastEvent(
                "offer.stock_changed",
                "stock:melon=-13/0/0",
                functions.commands().hget(KEYS.offers(), "melon"));
        assertRefused(List.of("stock_unavailable", "0"), () -> functions.offer("melon", "stock", "-1"));
        assertUnchanged(() -> functions.offer("melon", "stock", "0"));
    }

    @Test
    void stockHasACap() {
        assertRefused(List.of("invalid_request", "stock"), () -> functions.offer("melon", "stock", STOCK_MAX));
        assertThat(functions.offer("melon", "stock", "999999999990").get(6)).isEqualTo(STOCK_MAX + " 0 0");
        assertRefused(List.of("invalid_request", "stock"), () -> functions.offer("melon", "stock", "1"));
        assertRefused(
                List.of("invalid_request", "stock"),
                () -> functions.offer("pear", "put", terms("1", "CNY", 0, "0", "1000000000001")));
        assertThat(functions
                        .offer("pear", "put", terms("1", "CNY", 0, "0", STOCK_MAX))
                        .get(3))
                .isEqualTo("created");
    }

    @Test
    void inAnEndedSessionNothingOpensAndNothingNewIsOffered() {
        functions.offer("melon", "open", "0", "0");
        functions.offer("melon", "pin");
        functions.put("pear", 1, 0);
        functions.session("end");

        assertRefused(List.of("session_state", "ended"), () -> functions.put("kiwi", 1, 0));
        assertRefused(List.of("session_state", "ended"), () -> functions.offer("melon", "open", "0", "0"));
        assertRefused(List.of("session_state", "ended"), () -> functions.offer("pear", "pin"));
        assertThat(functions.offer("melon", "close").get(3)).isEqualTo("changed");
        assertThat(functions.offer("melon", "unpin").get(3)).isEqualTo("changed");
        assertThat(functions.offer("melon", "stock", "-10").get(6)).isEqualTo("0 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "close", "stock", "price", "pin", "unpin"})
    void anOfferThatIsNotThereIsNotFound(String action) {
        assertRefused(List.of("not_found"), () -> functions.offer("durian", action, "1", "1"));
    }

    @Test
    void aCommandIsCarriedOutOnceByItsId() {
        assertThat(functions
                        .offerAs(COMMAND, "fingerprint", "-", "melon", "stock", "5")
                        .get(6))
                .isEqualTo("15 0 0");
        assertUnchanged(() -> functions.offerAs(COMMAND, "fingerprint", "-", "melon", "stock", "5"));
        assertUnchanged(() -> functions.offerAs(COMMAND, "fingerprint", "1", "melon", "stock", "5"));
        assertRefused(
                List.of("idempotency_mismatch"),
                () -> functions.offerAs(COMMAND, "another", "-", "melon", "stock", "6"));
        assertThat(functions.commands().hget(KEYS.commands(), COMMAND)).isEqualTo("fingerprint " + functions.seq());
    }

    @Test
    void aCommandThatHadNothingToDoDoesNothingLaterEither() {
        assertThat(functions
                        .offerAs(COMMAND, "fingerprint", "-", "melon", "close")
                        .get(3))
                .isEqualTo("unchanged");
        functions.offer("melon", "open", "0", "0");
        assertUnchanged(() -> functions.offerAs(COMMAND, "fingerprint", "-", "melon", "close"));
        assertThat(functions.commands().hget(KEYS.offers(), "melon")).startsWith("o ");
    }

    @Test
    void anExpectedVersionMustHold() {
        for (String version : List.of("0", "2", "01", "1.0", "x")) {
            assertRefused(
                    List.of("version_conflict", "1"),
                    () -> functions.offerAs("-", "-", version, "melon", "price", "1"));
        }
        assertThat(functions.offerAs("-", "-", "1", "melon", "price", "1").get(3))
                .isEqualTo("changed");
        assertRefused(List.of("version_conflict", "0"), () -> functions.offerAs("-", "-", "1", "kiwi", "put"));
    }

    @ParameterizedTest
    @FieldSource("EVIL_NUMBERS")
    void anEvilNumberFailsTheCall(String evil) {
        assertFails(() -> functions.offer("melon", "price", evil));
        assertFails(() -> functions.offer("melon", "open", evil, "0"));
        assertFails(() -> functions.offer("melon", "open", "0", evil));
        assertFails(() -> functions.offer("kiwi", "put", terms(evil, "CNY", 0, "0", "1")));
        assertFails(() -> functions.offer("kiwi", "put", terms("1", "CNY", 0, "0", evil)));
        if (!evil.equals("-1")) {
            assertFails(() -> functions.offer("melon", "stock", evil));
        }
    }

    @Test
    void argumentsThatCouldNotBeReadBackFailTheCall() {
        assertFails(() -> functions.offer("melon", "open", ALWAYS, "0"));
        assertFails(() -> functions.offer("melon", "open", "0", ALWAYS));
        assertFails(() -> functions.offer("kiwi", "put", terms("1", "yuan", 0, "0", "1")));
        assertFails(() -> functions.offer("kiwi", "put", terms("1", "CNY", 0, "2", "1")));
        assertFails(() -> functions.offer("kiwi", "put", "1", "CNY", "0", "z", "0", "r", "0", "1", OFFER_DOCUMENT));
        assertFails(() -> functions.offer("kiwi", "put", "1", "CNY", "0", "n", "0", "z", "0", "1", OFFER_DOCUMENT));
        assertFails(() -> functions.offer("kiwi", "put", "1", "CNY", "0", "n", "0", "r", "0", "1", ""));
        assertFails(() -> functions.offer("kiwi", "put", "1", "CNY", "0", "n", "0", "r", "0", "1"));
        assertFails(() -> functions.offer("kiwi", "put"));
        assertFails(() -> functions.offer("melon", "open"));
        assertFails(() -> functions.offer("melon", "steal"));
    }

    @Test
    void aBrokenOfferOrPoolFailsTheCall() {
        String record = functions.commands().hget(KEYS.offers(), "melon");
        functions.commands().hset(KEYS.offers(), "melon", "broken");
        assertFails(() -> functions.offer("melon", "close"));
        functions.commands().hset(KEYS.offers(), "melon", record);
        functions.commands().hset(KEYS.pools(), "stock:melon", "10 0");
        assertFails(() -> functions.offer("melon", "pin"));
        functions.commands().hset(KEYS.pools(), "stock:melon", "10 0 0");
    }

    @Test
    void theCallHeadIsObeyed() {
        assertThat(status(functions.head(2, 0, "0", ALWAYS))).isEqualTo("epoch");
        assertThat(status(functions.head(1, functions.seq() + 1, "0", ALWAYS))).isEqualTo("rolled_back");
        assertThat(status(functions.head(1, 0, "0", "1"))).isEqualTo("deadline");
        functions.commands().hset(KEYS.meta(), "frozen", "x");
        assertThat(status(functions.head())).isEqualTo("frozen");
        assertThat(functions.commands().hget(KEYS.offers(), "melon")).startsWith("d ");
    }

    private static String status(List<String> head) {
        return texts(functions.call(
                        "offer_change_1", concat(head, "wang", "-", "-", "-", "open", "-", "melon", "0", "0")))
                .get(0);
    }

    private static void assertLastEvent(String type, String deltas, String body) {
        Event event = functions.events().get(functions.events().size() - 1);
        assertThat(List.of(event.type(), event.actor(), event.deltas(), event.body()))
                .containsExactly(type, "wang", deltas, body);
    }

    private interface Call {
        List<String> run();
    }

    private static void assertUnchanged(Call call) {
        Map<String, String> before = functions.dump();
        assertThat(call.run().subList(2, 4)).containsExactly(Long.toString(functions.seq()), "unchanged");
        assertThat(functions.dump()).isEqualTo(before);
    }

    private static void assertRefused(List<String> statusAndDetail, Call call) {
        Map<String, String> before = functions.dump();
        List<String> reply = call.run();
        assertThat(reply.get(0)).isEqualTo(statusAndDetail.get(0));
        assertThat(reply.subList(3, reply.size())).isEqualTo(statusAndDetail.subList(1, statusAndDetail.size()));
        assertThat(functions.dump()).isEqualTo(before);
    }

    private static void assertFails(Call call) {
        Map<String, String> before = functions.dump();
        assertThatThrownBy(call::run).hasMessageContaining("GANCHANG");
        assertThat(functions.dump()).isEqualTo(before);
    }
}
