package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Pool;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code order_place_1} does with records that are broken: it fails what needs them, and nothing else. */
class OrderPlaceRecordsTest {
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
        functions.sell("melon", 10, 2);
        functions.sell("pear", 10, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "10", "10 0", "10 0 0x", "-1 0 0", "10 0 1e3", "nan 0 0", "10  0", " 10 0 0"})
    void aBrokenPoolFailsItsOrderOnly(String record) {
        functions.commands().hset(KEYS.pools(), "stock:melon", record);
        assertOnlyTheOrderOfPearsIsTaken("-broken pool stock:melon");
        assertThat(functions.commands().hget(KEYS.pools(), "stock:melon")).isEqualTo(record);
    }

    @Test
    void aMissingPoolFailsItsOrderOnly() {
        functions.commands().hdel(KEYS.pools(), "stock:melon");
        assertOnlyTheOrderOfPearsIsTaken("-broken pool stock:melon");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "o",
                "o 0 0 3990 CNY 2 n 600 r 0 1",
                "z 0 0 3990 CNY 2 n 600 r 0 1 {}",
                "o -1 0 3990 CNY 2 n 600 r 0 1 {}",
                "o 0 0 1e3 CNY 2 n 600 r 0 1 {}",
                "o 0 0 3990 cny 2 n 600 r 0 1 {}",
                "o 0 0 3990 CNY nan n 600 r 0 1 {}",
                "o 0 0 100000000000000 CNY 2 n 600 r 0 1 {}",
                "o 0 0 03990 CNY 2 n 600 r 0 1 {}"
            })
    void aBrokenOfferFailsItsOrderOnly(String record) {
        functions.commands().hset(KEYS.offers(), "melon", record);
        assertOnlyTheOrderOfPearsIsTaken("-broken offer melon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.0", "nan", "1e0", "0x1", "one"})
    void aBrokenCounterFailsItsOrderOnly(String count) {
        functions.commands().hset(KEYS.taken(), "li:melon", count);
        assertOnlyTheOrderOfPearsIsTaken("-broken taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c", "c ", "q fp 1", "c a---------------"})
    void aBrokenOrderFailsItsRepeatOnly(String record) {
        functions.commands().hset(KEYS.orders(), id("melons"), record);
        assertOnlyTheOrderOfPearsIsTaken("-broken order");
    }

    /** One order of the broken thing, one with both, one of the sound thing: only that is taken. */
    private static void assertOnlyTheOrderOfPearsIsTaken(String broken) {
        assertThat(functions.place(order("melons", "li", "melon:1:-"), order("pears", "li", "pear:1:-")))
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo(broken),
                        second -> assertThat(second).startsWith("+c "));
        if (!broken.equals("-broken order")) {
            assertThat(functions.place(order("both", "li", "pear:1:-,melon:1:-")))
                    .containsExactly(broken);
        }
        assertThat(functions.pool("pear")).isEqualTo(new Pool(9, 0, 1));
        assertThat(functions.commands().hget(KEYS.taken(), "li:pear")).isEqualTo("1");
        assertThat(functions.entries().get(functions.entries().size() - 1).events())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "seq,''",
        "seq,-1",
        "seq,1e3",
        "seq,nan",
        "epoch,''",
        "epoch,1.0",
        "version,x",
        "offset,''",
        "offset,--1",
        "offset,1e3",
        "now,''",
        "now,inf"
    })
    void aBrokenMetaFailsTheCall(String field, String value) {
        functions.commands().hset(KEYS.meta(), field, value);
        assertTheCallFails();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seq", "epoch", "state", "version", "pinned", "offset", "now"})
    void aMetaWithoutAFieldFailsTheCall(String field) {
        functions.commands().hdel(KEYS.meta(), field);
        assertTheCallFails();
    }

    @Test
    void aStreamAheadOfTheMetaFailsTheCall() {
        functions.commands().hset(KEYS.meta(), "seq", Long.toString(functions.seq() - 1));
        assertTheCallFails();
    }

    private static void assertTheCallFails() {
        Map<String, String> before = functions.dump();
        assertThatThrownBy(() -> functions.call(
                        "order_place_1", concat(functions.placingHead(), order("a", "li", "melon:1:-"), "-")))
                .isInstanceOf(RedisCommandExecutionException.class);
        assertThat(functions.dump()).isEqualTo(before);
    }
}
