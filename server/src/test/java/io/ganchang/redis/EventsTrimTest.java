package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code events_trim_1}: the oldest entries go, and no other. */
class EventsTrimTest {
    private static final int ORDERS = 1_000;
    private static final int ENTRIES_PER_BLOCK = 100;
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
    void sell() {
        functions.startShow();
        functions.sell("melon", ORDERS, 0);
        for (int i = 0; i < ORDERS; i++) {
            functions.place(order("o" + i, "v" + i, "melon:1:-"));
        }
    }

    private static List<String> trim(String before, String limit) {
        return texts(functions.call("events_trim_1", concat(functions.head(), before, limit)));
    }

    private static long first() {
        return functions.entries().get(0).first();
    }

    @Test
    void entriesBeforeTheNumberGoByWholeBlocksAndAllFromItOnStay() {
        List<StreamEntry> before = functions.entries();

        assertThat(Long.parseLong(trim("501", "10000").get(3))).isBetween(500L - ENTRIES_PER_BLOCK, 500L);

        assertThat(first()).isBetween(501L - ENTRIES_PER_BLOCK, 501L);
        List<StreamEntry> left = functions.entries();
        assertThat(left).isEqualTo(before.subList(before.size() - left.size(), before.size()));
        assertThat(trim("501", "10000")).element(3).isEqualTo("0");
    }

    @Test
    void oneCallRemovesNoMoreThanItsLimit() {
        assertThat(Long.parseLong(trim("901", "200").get(3))).isBetween(1L, 200L);
        assertThat(first()).isLessThanOrEqualTo(201);
    }

    @Test
    void theLastEntryStaysEvenWhereAllMayGo() {
        trim(Long.toString(functions.seq()), "10000");
        List<StreamEntry> left = functions.entries();
        assertThat(left.get(left.size() - 1).last()).isEqualTo(functions.seq());
    }

    @Test
    void aNumberThatThePartitionHasNotReachedTrimsNothing() {
        Map<String, String> before = functions.dump();
        assertThat(trim(Long.toString(functions.seq() + 1), "10000")).element(0).isEqualTo("rolled_back");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void theCallHeadIsObeyed() {
        Map<String, String> before = functions.dump();
        assertThat(status(functions.head(2, 0, "0", ALWAYS))).isEqualTo("epoch");
        assertThat(status(functions.head(1, 99_999, "0", ALWAYS))).isEqualTo("rolled_back");
        assertThat(status(functions.head(1, 0, "0", "1"))).isEqualTo("deadline");
        assertThat(functions.dump()).isEqualTo(before);
        functions.commands().hset(KEYS.meta(), "frozen", "x");
        assertThat(status(functions.head())).isEqualTo("frozen");
        functions.commands().flushall();
        assertThat(status(functions.head())).isEqualTo("absent");
    }

    private static String status(List<String> head) {
        return texts(functions.call("events_trim_1", concat(head, "501", "1000")))
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e2", "0x10", "nan", "1.0", "01", "999999999999999", "1-0"})
    void anEvilNumberEndsTheCall(String evil) {
        Map<String, String> before = functions.dump();
        assertThatThrownBy(() -> trim(evil, "1000")).hasMessageContaining("broken argument");
        assertThatThrownBy(() -> trim("501", evil)).hasMessageContaining("broken argument");
        assertThat(functions.dump()).isEqualTo(before);
    }
}
