package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions that verify a partition, freeze it and set its clock. */
class PartitionCareTest {
    private static final long HOUR_MS = 3_600_000;
    private static final String OTHER_TAG = "f".repeat(16);

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
        functions.sell("melon", 100, 0);
    }

    private static String verify(long known, long marked, String tag) {
        return verify(1, known, marked, tag);
    }

    private static String verify(long epoch, long known, long marked, String tag) {
        Map<String, String> before = functions.dump();
        List<Object> reply = functions.call(
                "partition_verify_1", List.of(Long.toString(epoch), Long.toString(known), Long.toString(marked), tag));
        assertThat(functions.dump()).isEqualTo(before);
        return String.valueOf(reply.get(0));
    }

    private static String tag() {
        return functions.commands().hget(KEYS.meta(), "tag");
    }

    @Test
    void whatWasSeenAndIsThereIsVerified() {
        long seq = functions.seq();
        String tag = tag();
        assertThat(verify(seq, seq, tag)).isEqualTo("ok");
        functions.place(order("a", "li", "melon:1:-"), order("b", "li", "melon:1:-"));
        assertThat(verify(seq, seq, tag)).as("others have gone on").isEqualTo("ok");
        assertThat(verify(0, 0, "0")).as("nothing was seen").isEqualTo("ok");
    }

    @Test
    void aLowerNumberIsALoss() {
        assertThat(verify(functions.seq() + 1, 0, "0")).isEqualTo("rolled_back");
    }

    @Test
    void anotherEntryUnderTheSameNumberIsALoss() {
        long seq = functions.seq();
        assertThat(verify(seq, seq, OTHER_TAG)).isEqualTo("rolled_back");
        functions.place(order("a", "li", "melon:1:-"));
        assertThat(verify(seq, seq, OTHER_TAG)).isEqualTo("rolled_back");
    }

    @Test
    void anEntryWithOtherBoundsIsALoss() {
        functions.place(order("a", "li", "melon:1:-"), order("b", "li", "melon:1:-"), order("c", "li", "melon:1:-"));
        assertThat(verify(functions.seq() - 1, functions.seq() - 1, tag())).isEqualTo("rolled_back");
    }

    @Test
    void whatWasTrimmedIsNoLoss() {
        long seq = functions.seq();
        String tag = tag();
        functions.place(order("a", "li", "melon:1:-"));
        functions.commands().xtrim(KEYS.events(), new io.lettuce.core.XTrimArgs().minId((seq + 1) + "-0"));
        assertThat(verify(seq, seq, tag)).isEqualTo("ok");
    }

    @Test
    void anEmptyStreamIsALoss() {
        long seq = functions.seq();
        String tag = tag();
        functions.commands().del(KEYS.events());
        assertThat(verify(seq, seq, tag)).isEqualTo("rolled_back");
    }

    @Test
    void epochFrostAndAbsenceAreTold() {
        assertThat(verify(2, 0, 0, "0")).isEqualTo("epoch");
        functions.call("partition_freeze_1", List.of("rolled_back"));
        assertThat(verify(0, 0, "0")).isEqualTo("frozen");
        functions.commands().flushall();
        assertThat(verify(0, 0, "0")).isEqualTo("absent");
    }

    @Test
    void aFrozenPartitionKeepsItsFirstReasonAndTakesNothing() {
        functions.call("partition_freeze_1", List.of("rolled_back"));
        functions.call("partition_freeze_1", List.of("another"));
        assertThat(functions.commands().hget(KEYS.meta(), "frozen")).isEqualTo("rolled_back");
        assertThat(texts(functions.call("order_place_1", functions.placingHead())))
                .startsWith("frozen")
                .endsWith("rolled_back");
    }

    @Test
    void whatIsNotThereIsNotFrozen() {
        functions.commands().flushall();
        assertThat(functions.call("partition_freeze_1", List.of("rolled_back"))).startsWith("absent");
        assertThat(functions.dump()).isEmpty();
    }

    private static List<String> setClock(long clock, long target) {
        return texts(functions.call("clock_set_1", List.of("1", Long.toString(clock), Long.toString(target))));
    }

    private static long now() {
        return (Long) functions.call("pools_read_1", List.of()).get(1);
    }

    @Test
    void aClockThatIsSetGoesOnFromThereUnderTheNextNumber() {
        long target = now() + HOUR_MS;
        assertThat(setClock(0, target))
                .containsExactly("ok", Long.toString(target), Long.toString(functions.seq()), "1");
        assertThat(now()).isBetween(target, target + 60_000);
    }

    @Test
    void aClockIsSetOnceByWhoeverComesFirst() {
        long target = now() + HOUR_MS;
        setClock(0, target);
        assertThat(setClock(0, target + HOUR_MS)).startsWith("clock").endsWith("1");
        assertThat(now()).isLessThan(target + HOUR_MS);
    }

    @Test
    void aClockIsNotSetBackBehindTheLastEvent() {
        long last = Long.parseLong(functions.commands().hget(KEYS.meta(), "now"));
        assertThat(setClock(0, last - HOUR_MS)).startsWith("ok", Long.toString(last));
        assertThat(now()).isGreaterThanOrEqualTo(last);
    }

    @Test
    void evilNumbersSetNothing() {
        Map<String, String> before = functions.dump();
        for (String evil : OrderPlaceCallTest.EVIL_NUMBERS) {
            for (int i = 0; i < 3; i++) {
                List<String> arguments = new java.util.ArrayList<>(List.of("1", "0", "5"));
                arguments.set(i, evil);
                assertThatThrownBy(() -> functions.call("clock_set_1", arguments))
                        .hasMessageContaining("broken argument");
            }
        }
        assertThat(functions.dump()).isEqualTo(before);
    }
}
