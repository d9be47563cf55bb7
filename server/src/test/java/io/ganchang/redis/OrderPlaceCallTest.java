package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code order_place_1} demands of a call, and what it writes into the event stream. */
class OrderPlaceCallTest {
    static final List<String> EVIL_NUMBERS = List.of(
            "-1",
            "-0",
            "+1",
            "1.0",
            "1e3",
            "0x10",
            "nan",
            "inf",
            "-inf",
            "9007199254740993",
            "100000000000000",
            "",
            " 1",
            "1 ",
            "01",
            "00",
            "1\n",
            "1\u0000",
            "１",
            "one");

    private static final int ORDERS_MAX = 256;
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
        functions.sell("melon", 10, 0);
    }

    @ParameterizedTest
    @FieldSource("EVIL_NUMBERS")
    void anEvilQuantityReservesNothing(String evil) {
        assertMalformed("melon:" + evil + ":-");
    }

    @ParameterizedTest
    @FieldSource("EVIL_NUMBERS")
    void anEvilExpectedPriceReservesNothing(String evil) {
        assertMalformed("melon:1:" + evil);
    }

    @Test
    void aQuantityIsFromOneToAHundredThousand() {
        functions.sell("seed", 1_000_000, 0);

        assertMalformed("seed:0:-");
        assertMalformed("seed:100001:-");
        assertMalformed("seed:2147483648:-");
        assertThat(functions.place(order("b", "li", "seed:100000:-")).get(0)).startsWith("+");
    }

    private static void assertMalformed(String lines) {
        Map<String, String> before = functions.dump();
        assertThat(functions.place(order("a", "li", lines))).containsExactly("-invalid_request malformed");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @ParameterizedTest
    @FieldSource("EVIL_NUMBERS")
    void anEvilNumberInTheCallHeadEndsTheCall(String evil) {
        for (int i : List.of(0, 1, 3, 4, 5)) {
            List<String> head = new ArrayList<>(functions.head());
            head.set(i, evil);
            assertEndsTheCall(
                    concat(FunctionsForTest.placingHead(head), order("a", "li", "melon:1:-"), "-"), "broken call head");
        }
    }

    @Test
    void aKnownTagIsThatOfTheLastEntry() {
        String tag = functions.commands().hget(KEYS.meta(), "tag");
        List<String> head = new ArrayList<>(functions.head(1, functions.seq(), "0", ALWAYS));
        head.set(2, "f".repeat(16));
        assertRefused("rolled_back", head);
        head.set(2, tag);
        assertAccepted(head);
        assertThat(functions.call("order_place_1", FunctionsForTest.placingHead(head)))
                .as("an entry of before: its tag is not at hand any more")
                .first()
                .isEqualTo("ok");
    }

    @Test
    void aKnownTagThatIsNotHexadecimalEndsTheCall() {
        for (String tag : List.of("", "--", "xyz", "12 34", "12\n")) {
            List<String> head = new ArrayList<>(functions.head());
            head.set(2, tag);
            assertEndsTheCall(
                    concat(FunctionsForTest.placingHead(head), order("a", "li", "melon:1:-"), "-"), "broken call head");
        }
    }

    @Test
    void aCallUnderAnotherClockIsRefusedAsAWhole() {
        List<String> head = new ArrayList<>(functions.head());
        head.set(3, "1");
        assertRefused("clock", head);
    }

    @Test
    void aTagThatIsNotHexadecimalEndsTheCall() {
        for (String tag : List.of("", "-", "xyz", "12 34", "12\n")) {
            List<String> head = new ArrayList<>(functions.head());
            head.set(6, tag);
            assertEndsTheCall(
                    concat(FunctionsForTest.placingHead(head), order("a", "li", "melon:1:-"), "-"), "broken call head");
        }
    }

    @Test
    void moreOrdersThanACallMayCarryEndTheCall() {
        List<String> arguments = new ArrayList<>(functions.placingHead());
        for (int i = 0; i <= ORDERS_MAX; i++) {
            arguments.add(order("a" + i, "li", "melon:1:-"));
            arguments.add("-");
        }
        assertEndsTheCall(arguments, "too many orders");
    }

    private static void assertEndsTheCall(List<String> arguments, String why) {
        Map<String, String> before = functions.dump();
        assertThatThrownBy(() -> functions.call("order_place_1", arguments))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageContaining(why);
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void theLargestBatchIsTakenWhole() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            functions.sell("kiwi" + i, ORDERS_MAX, 0);
            lines.append(i == 0 ? "" : ",").append("kiwi").append(i).append(":1:-");
        }
        String[] orders = new String[ORDERS_MAX];
        for (int i = 0; i < ORDERS_MAX; i++) {
            orders[i] = order("o" + i, "viewer" + i, lines.toString());
        }

        assertThat(functions.place(orders))
                .allSatisfy(answer -> assertThat(answer).startsWith("+"));
        assertThat(functions.pool("kiwi19")).isEqualTo(new Pool(0, 0, ORDERS_MAX));
        assertThat(functions.commands().hlen(KEYS.taken())).isEqualTo(20L * ORDERS_MAX);
        functions.assertBooksBalance();
    }

    @Test
    void anEmptyBatchChangesNothing() {
        Map<String, String> before = functions.dump();
        assertThat(functions.place()).isEmpty();
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aCallOutsideItsTimeIsRefusedAsAWhole() {
        long now = now();
        assertRefused("deadline", functions.head(1, 0, Long.toString(now + 60_000), ALWAYS));
        assertRefused("deadline", functions.head(1, 0, "0", Long.toString(now - 1)));
        assertAccepted(functions.head(1, 0, Long.toString(now), Long.toString(now + 60_000)));
    }

    @Test
    void partitionTimeNeverGoesBack() {
        long now = now();
        functions.commands().hset(KEYS.meta(), "offset", "600000");
        functions.place(order("a", "li", "melon:1:-"));
        functions.commands().hset(KEYS.meta(), "offset", "-600000");

        assertThat(now()).isBetween(now + 600_000, now + 660_000);
    }

    @Test
    void aCallOfAnotherEpochIsRefusedAsAWhole() {
        assertRefused("epoch", functions.head(2, 0, "0", ALWAYS));
    }

    @Test
    void aPartitionBehindWhatTheCallerKnowsHasBeenRolledBack() {
        assertRefused("rolled_back", functions.head(1, functions.seq() + 1, "0", ALWAYS));
        assertAccepted(functions.head(1, functions.seq(), "0", ALWAYS));
    }

    @Test
    void aFrozenPartitionTakesNoOrders() {
        functions.commands().hset(KEYS.meta(), "frozen", "reconciliation");
        assertRefused("frozen", functions.head());
        functions.commands().hdel(KEYS.meta(), "frozen");
        assertAccepted(functions.head());
    }

    @Test
    void aPartitionThatIsNotThereIsAbsent() {
        functions.commands().flushall();
        assertRefused("absent", functions.head());
    }

    @Test
    void aBatchIsOneEntryOfNumberedTaggedEventsWithDeltasAndDelivery() {
        long before = functions.seq();
        List<String> head = functions.head();
        String partner = order("c", "li", "melon:3:-").replace(" = ", " shop ");

        functions.call(
                "order_place_1",
                concat(
                        FunctionsForTest.placingHead(head),
                        order("a", "li", "melon:2:-"),
                        "{\"name\":\"李 四\"}",
                        order("b", "xu", "melon:11:-"),
                        "-",
                        partner,
                        "-"));

        StreamEntry entry = functions.entries().get(functions.entries().size() - 1);
        assertThat(entry.first()).isEqualTo(before + 1);
        assertThat(entry.last()).isEqualTo(before + 2).isEqualTo(functions.seq());
        assertThat(entry.epoch()).isEqualTo(1);
        assertThat(entry.tag())
                .isEqualTo(head.get(6))
                .isEqualTo(functions.commands().hget(KEYS.meta(), "tag"));
        assertThat(entry.atMs()).isEqualTo(Long.parseLong(functions.commands().hget(KEYS.meta(), "now")));
        assertThat(entry.events())
                .extracting(Event::type, Event::actor, Event::deltas, Event::subject, Event::attachment)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "order.confirmed",
                                "li",
                                "stock:melon=-2/0/2",
                                FunctionsForTest.id("a"),
                                "{\"name\":\"李 四\"}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "order.confirmed", "shop", "stock:melon=-3/0/3", FunctionsForTest.id("c"), null));
        assertThat(entry.events().get(1).body())
                .isEqualTo(functions.commands().hget(KEYS.orders(), FunctionsForTest.id("c")));
        functions.assertBooksBalance();
    }

    private static long now() {
        return (Long) functions.call("pools_read_1", List.of()).get(1);
    }

    private static void assertRefused(String status, List<String> head) {
        Map<String, String> before = functions.dump();
        assertThat(functions.call(
                        "order_place_1",
                        concat(FunctionsForTest.placingHead(head), order("a", "li", "melon:1:-"), "-")))
                .hasSizeBetween(3, 4)
                .first()
                .isEqualTo(status);
        assertThat(functions.dump()).isEqualTo(before);
    }

    private static void assertAccepted(List<String> head) {
        assertThat(texts(functions.call(
                        "order_place_1",
                        concat(FunctionsForTest.placingHead(head), order("ok", "li", "melon:1:-"), "-"))))
                .satisfies(reply -> assertThat(reply.get(3)).startsWith("+"));
    }
}
