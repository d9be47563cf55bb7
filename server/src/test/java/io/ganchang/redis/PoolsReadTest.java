package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pools_read_1}: a partition as of one sequence number. */
class PoolsReadTest {
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
        functions.sell("melon", 5, 0);
        functions.sell("pear", 5, 0);
        functions.place(order("a", "li", "melon:2:-"));
    }

    @Test
    void itGivesMetaOffersAndPoolsAsOfOneNumber() {
        List<Object> reply = functions.call("pools_read_1", List.of());

        assertThat(reply).hasSize(6).startsWith("ok").element(2).isEqualTo(functions.seq());
        assertThat(pairs(reply.get(3))).isEqualTo(functions.commands().hgetall(KEYS.meta()));
        assertThat(pairs(reply.get(4))).isEqualTo(functions.commands().hgetall(KEYS.offers()));
        assertThat(pairs(reply.get(5))).isEqualTo(Map.of("stock:melon", "3 0 2", "stock:pear", "5 0 0"));
    }

    @Test
    void itReadsAFrozenPartitionToo() {
        functions.commands().hset(KEYS.meta(), "frozen", "reconciliation");
        assertThat(pairs(functions.call("pools_read_1", List.of()).get(3))).containsEntry("frozen", "reconciliation");
    }

    @Test
    void itWritesNothingAndMayRunWhereNothingMayBeWritten() {
        Map<String, String> before = functions.dump();
        assertThat(functions
                        .commands()
                        .<List<Object>>fcallReadOnly(
                                "pools_read_1", ScriptOutputType.MULTI, KEYS.meta(), KEYS.offers(), KEYS.pools()))
                .startsWith("ok");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aPartitionThatIsNotThereIsAbsent() {
        functions.commands().flushall();
        assertThat(functions.call("pools_read_1", List.of())).containsExactly("absent", 0L, 0L);
    }

    @Test
    void aBrokenMetaFailsTheCall() {
        functions.commands().hset(KEYS.meta(), "seq", "1e3");
        assertThatThrownBy(() -> functions.call("pools_read_1", List.of())).hasMessageContaining("broken meta");
    }

    private static Map<String, String> pairs(Object reply) {
        List<?> flat = (List<?>) reply;
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            map.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
        }
        return map;
    }
}
