package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.DOCUMENT;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.LEDGER;
import static io.ganchang.redis.FunctionsForTest.SESSION;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import io.ganchang.domain.Offer;
import io.ganchang.domain.OfferStage;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code session_close_1} and {@code partition_remove_1}: the end of a partition. */
class SessionCloseTest {
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
    void show() {
        functions.startShow();
        functions.sell("melon", 10, 0);
        functions.sell("kiwi", 5, 2);
        functions.offer("kiwi", "pin");
        functions.place(order("a", "li", "melon:3:-"), order("b", "zhao", "melon:1:-,kiwi:2:-"));
        functions.cancel("zhao", "b");
    }

    private static List<String> close(long seq) {
        return texts(functions.call("session_close_1", closing(functions.head(), seq)));
    }

    private static List<String> closing(List<String> head, long seq) {
        return concat(head, "ganchang", SESSION.value(), Long.toString(seq));
    }

    private static List<String> remove(long seq) {
        return texts(functions.call("partition_remove_1", removal(functions.head(), LEDGER, seq)));
    }

    private static List<String> removal(List<String> head, String ledger, long seq) {
        return concat(head, ledger, Long.toString(seq));
    }

    private static void endAndClose() {
        functions.session("end");
        assertThat(close(functions.seq())).element(3).isEqualTo("closed");
    }

    @Test
    void anEndedSessionIsSealedAndItsLastEventTellsItsFinalBooks() {
        endAndClose();

        assertThat(functions.commands().hgetall(KEYS.meta()))
                .containsEntry("state", "closed")
                .containsEntry("version", "4")
                .containsEntry("pinned", "-");
        Event closed = functions.events().get(functions.events().size() - 1);
        assertThat(closed.type()).isEqualTo(Event.SESSION_CLOSED);
        assertThat(closed.subject()).isEqualTo(SESSION.value());
        assertThat(closed.body()).isEqualTo("closed 4 " + DOCUMENT);
        assertThat(closed.seq()).isEqualTo(functions.seq());
        assertThat(PartitionSnapshot.of(closed).pools())
                .isEqualTo(Map.of("stock:melon", new Pool(7, 0, 3), "stock:kiwi", new Pool(5, 0, 0)));
        Session session = PartitionSnapshot.of(closed).session();
        assertThat(session.state()).isEqualTo(SessionState.CLOSED);
        assertThat(session.offers()).extracting(Offer::id).containsExactly("kiwi", "melon");
        assertThat(session.offers()).extracting(Offer::stage).containsOnly(OfferStage.CLOSED);
        assertThat(session.offers()).extracting(Offer::pinned).containsOnly(false);
        functions.assertBooksBalance();
    }

    @Test
    void aSessionWithoutOffersIsSealedToo() {
        functions.commands().flushall();
        functions.session("create");
        endAndClose();
        Event closed = functions.events().get(functions.events().size() - 1);
        assertThat(PartitionSnapshot.of(closed).pools()).isEmpty();
    }

    @Test
    void aPartitionThatIsNotWhereTheLedgerIsStays() {
        functions.session("end");
        Map<String, String> before = functions.dump();
        assertThat(close(functions.seq() - 1)).element(3).isEqualTo("behind");
        assertThat(close(functions.seq() + 1)).element(3).isEqualTo("behind");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aPartitionInWhichSomethingIsHeldStays() {
        functions.session("end");
        functions.commands().hset(KEYS.pools(), "stock:melon", "6 1 3");
        Map<String, String> before = functions.dump();
        assertThat(close(functions.seq())).element(3).isEqualTo("held");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aBrokenPoolEndsTheCall() {
        functions.session("end");
        functions.commands().hset(KEYS.pools(), "stock:melon", "6 x 3");
        assertThatThrownBy(() -> close(functions.seq())).hasMessageContaining("broken pool");
    }

    @Test
    void onlyAnEndedSessionIsClosed() {
        assertThat(close(functions.seq())).startsWith("session_state").endsWith("live");
        functions.session("pause");
        assertThat(close(functions.seq())).startsWith("session_state").endsWith("paused");
    }

    @Test
    void aClosedPartitionRefusesEveryCallAndKeepsWhatItHas() {
        endAndClose();
        Map<String, String> before = functions.dump();

        assertThat(functions.session("start")).element(0).isEqualTo("closed");
        assertThat(functions.session("create")).element(0).isEqualTo("closed");
        assertThat(functions.session("change")).element(0).isEqualTo("closed");
        assertThat(functions.offer("melon", "close")).element(0).isEqualTo("closed");
        assertThat(functions.put("plum", 1, 0)).element(0).isEqualTo("closed");
        assertThat(status("order_place_1", "0", "0", "1", order("c", "li", "melon:1:-"), "-"))
                .isEqualTo("closed");
        assertThat(status("order_resolve_1", "li", id("a"), "cancelled_by_viewer"))
                .isEqualTo("closed");
        assertThat(status("events_trim_1", "1", "1")).isEqualTo("closed");
        assertThat(close(1)).element(3).isEqualTo("closed");
        assertThat(functions.dump()).isEqualTo(before);
    }

    private static String status(String function, String... arguments) {
        return texts(functions.call(function, concat(functions.head(), arguments)))
                .get(0);
    }

    @Test
    void aClosedPartitionThatTheLedgerHasIsRemovedWithAllItsKeys() {
        endAndClose();
        assertThat(remove(functions.seq())).element(3).isEqualTo("6"); // no host's key was ever kept
        assertThat(functions.dump()).isEmpty();
        assertThat(remove(17)).element(0).isEqualTo("absent");
    }

    @Test
    void aPartitionThatTheLedgerLacksAnEventOfIsNotRemoved() {
        endAndClose();
        Map<String, String> before = functions.dump();
        assertThat(remove(functions.seq() - 1)).element(3).isEqualTo("0");
        assertThat(remove(functions.seq() + 1)).element(3).isEqualTo("0");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void onlyAClosedPartitionOfThisLedgerIsRemoved() {
        functions.session("end");
        assertThat(remove(functions.seq())).startsWith("session_state").endsWith("ended");
        assertThat(close(functions.seq())).element(3).isEqualTo("closed");
        Map<String, String> before = functions.dump();
        assertThat(texts(functions.call("partition_remove_1", removal(functions.head(), "another", functions.seq()))))
                .element(0)
                .isEqualTo("foreign");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void theCallHeadIsObeyed() {
        functions.session("end");
        long seq = functions.seq();
        for (String function : List.of("session_close_1", "partition_remove_1")) {
            Map<String, String> before = functions.dump();
            assertThat(headed(function, functions.head(2, 0, "0", ALWAYS), seq)).isEqualTo("epoch");
            assertThat(headed(function, functions.head(1, seq + 1, "0", ALWAYS), seq))
                    .isEqualTo("rolled_back");
            assertThat(headed(function, functions.head(1, seq, "0", "1"), seq)).isEqualTo("deadline");
            assertThat(functions.dump()).isEqualTo(before);
        }
        functions.commands().hset(KEYS.meta(), "frozen", "x");
        assertThat(headed("session_close_1", functions.head(), seq)).isEqualTo("frozen");
        functions.commands().hset(KEYS.meta(), "state", "closed");
        assertThat(headed("partition_remove_1", functions.head(), seq)).isEqualTo("frozen");
    }

    private static String headed(String function, List<String> head, long seq) {
        List<String> arguments = function.equals("session_close_1") ? closing(head, seq) : removal(head, LEDGER, seq);
        return texts(functions.call(function, arguments)).get(0);
    }
}
