package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.FUNCTIONS;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static io.ganchang.redis.FunctionsForTest.terms;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Pool;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the functions do where a key has the wrong type, or where memory is short: all or nothing. */
class BrokenPartitionTest {
    private static final int BALLAST_BYTES = 4_000_000;
    private static FunctionsForTest functions;
    private static String refund = "";

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    /** Of a live session they look at nothing else. */
    private static final Set<String> READ_META_ALONE = Set.of("session_close_1", "partition_remove_1");

    static List<List<String>> functionsAndKeys() {
        List<List<String>> all = new ArrayList<>();
        FUNCTIONS.forEach((function, keys) -> keys.stream()
                .filter(key -> !READ_META_ALONE.contains(function) || key.equals(KEYS.meta()))
                .filter(key -> !(function.equals("payment_take_1") && key.equals(KEYS.offers()))) // but for late ones
                .forEach(key -> all.add(List.of(function, key))));
        return all;
    }

    private static void startShow() {
        functions.startShow();
        functions.sell("melon", 10, 2);
        functions.place(order("a", "li", "melon:1:-"));
        functions.offerAs("command", "fingerprint", "-", "melon", "stock", "1");
        functions.sellPrepaid("prepaid", 10, 0, 600, "r");
        functions.place(order("paid", "li", "prepaid:1:-"), order("due", "xu", "prepaid:1:-"));
        functions.pay("p1", "paid", 3990);
        refund = functions.refund("refund", "paid", "amount:11").get(4);
    }

    @ParameterizedTest
    @MethodSource("functionsAndKeys")
    void aKeyOfTheWrongTypeEndsTheCallAndNothingIsWritten(List<String> functionAndKey) {
        String key = functionAndKey.get(1);
        for (boolean asList : List.of(true, false)) {
            startShow();
            if (functionAndKey.get(0).equals("order_expire_1")) {
                functions.passSeconds(601);
            }
            functions.commands().del(key);
            if (asList) {
                functions.commands().rpush(key, "x");
            } else {
                functions.commands().set(key, "x");
            }
            Map<String, String> before = functions.dump();

            for (List<String> arguments : callsOf(functionAndKey.get(0))) {
                assertThatThrownBy(() -> functions.call(functionAndKey.get(0), arguments))
                        .isInstanceOf(RedisCommandExecutionException.class)
                        .hasMessageContaining("WRONGTYPE");
                assertThat(functions.dump()).isEqualTo(before);
            }
        }
    }

    /** Calls that would write. */
    private static List<List<String>> callsOf(String function) {
        List<String> head = functions.head();
        List<String> command = concat(head, "wang", "id", "fingerprint", "-");
        Map<String, List<List<String>>> calls = new HashMap<>();
        calls.put(
                "order_place_1",
                List.of(concat(functions.placingHead(), order("b", "li", "melon:1:-,prepaid:1:-"), "-")));
        calls.put("order_resolve_1", List.of(concat(head, "li", id("paid"), "cancelled_by_viewer")));
        calls.put("order_expire_1", List.of(concat(head, "10")));
        calls.put(
                "payment_take_1",
                List.of(
                        concat(head, "sandbox:p2", id("due"), "CNY", "3990"),
                        concat(head, "sandbox:p2", id("paid"), "CNY", "3990")));
        calls.put("refund_grant_1", List.of(concat(head, "wang", "id", "fingerprint", id("paid"), "amount:10", "-")));
        calls.put(
                "refund_settle_1",
                List.of(
                        concat(head, "sandbox:p1", "CNY", "990", "-", "notice"),
                        concat(head, "sandbox:p1", "CNY", "11", refund, "-")));
        calls.put(
                "session_change_1",
                List.of(concat(command, "end", "-", FunctionsForTest.SESSION.value(), "-", "-", "-", "-")));
        calls.put(
                "offer_change_1",
                List.of(
                        concat(command, "stock", "-", "melon", "1"),
                        concat(concat(command, "put", "-", "pear"), terms("1", "CNY", 0, "0", "1"))));
        calls.put("events_trim_1", List.of(concat(head, "1", "100")));
        calls.put("session_close_1", List.of(concat(head, "ganchang", "melons", "1")));
        calls.put("partition_remove_1", List.of(concat(head, FunctionsForTest.LEDGER, "1")));
        calls.put("partition_verify_1", List.of(List.of("1", "1", "1", "ab")));
        calls.put("partition_freeze_1", List.of(List.of("rolled_back")));
        calls.put("clock_set_1", List.of(List.of("1", "0", "5")));
        return calls.getOrDefault(function, List.of(List.of()));
    }

    @Test
    void aBirthMeetsLeftOversOfTheWrongTypeAndWritesNothing() {
        for (String key : List.of(KEYS.commands(), KEYS.events())) {
            functions.commands().flushall();
            functions.commands().set(key, "x");
            Map<String, String> before = functions.dump();
            assertThatThrownBy(() -> functions.session("create")).hasMessageContaining("WRONGTYPE");
            assertThat(functions.dump()).isEqualTo(before);
        }
    }

    @Test
    void outOfMemoryOrdersAreRefusedAsAWholeAndHostsAndCancelsStillWork() {
        startShow();
        fillMemory();
        Map<String, String> before = partition();

        assertThatThrownBy(() -> functions.place(order("b", "li", "melon:1:-"))).hasMessageContaining("OOM");
        assertThat(partition()).isEqualTo(before);
        assertThat(functions.cancel("li", "a")).startsWith("+x");
        assertThat(functions.offer("melon", "close").get(3)).isEqualTo("changed");
        assertThat(functions.offer("melon", "stock", "-1").get(6)).isEqualTo("10 0 0");
        assertThat(functions.session("end").get(4)).isEqualTo("ended");
        assertThat(functions.call("pools_read_1", List.of()).get(0)).isEqualTo("ok");
        functions.assertBooksBalance();

        functions.commands().configSet("maxmemory", "64mb");
        assertThat(functions.pool("melon")).isEqualTo(new Pool(10, 0, 0));
        assertThat(functions.place(order("b", "li", "melon:1:-"))).containsExactly("-session_not_live ended");
    }

    private static Map<String, String> partition() {
        Map<String, String> dump = functions.dump();
        dump.remove("ballast");
        return dump;
    }

    /** Lowers the bound below what Redis holds: a full memory that nothing but deleting makes room in. */
    private static void fillMemory() {
        functions.commands().set("ballast", "x".repeat(BALLAST_BYTES));
        functions.commands().configSet("maxmemory", "3mb");
        assertThatThrownBy(() -> functions.commands().set("more", "x")).hasMessageContaining("OOM");
    }
}
