package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.ALWAYS;
import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code order_resolve_1}: cancelling. */
class OrderResolveTest {
    private static FunctionsForTest functions;

    private String record = "";

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    @BeforeEach
    void placeAnOrder() {
        functions.startShow();
        functions.sell("melon", 5, 5);
        functions.sell("pear", 5, 0);
        record = functions.place(order("a", "li", "melon:3:-,pear:1:-")).get(0).substring(1);
    }

    @Test
    void aCancelledOrderGivesBackStockAndLimit() {
        functions.place(order("b", "li", "melon:1:-"));

        String answer = functions.cancel("li", "a");

        assertThat(answer).startsWith("+x a--------------- ").endsWith(" melon:3:3990,pear:1:3990 cancelled_by_viewer");
        assertThat(functions.commands().hget(KEYS.orders(), id("a"))).isEqualTo(answer.substring(1));
        assertThat(functions.pool("melon")).isEqualTo(new Pool(4, 0, 1));
        assertThat(functions.pool("pear")).isEqualTo(new Pool(5, 0, 0));
        assertThat(functions.commands().hgetall(KEYS.taken())).isEqualTo(Map.of("li:melon", "1"));
        functions.assertBooksBalance();
    }

    @Test
    void theCancelledRecordKeepsItsBirthAndTellsWhenItChanged() {
        functions.commands().hset(KEYS.meta(), "offset", "5000");
        String[] before = record.split(" ");
        String[] after = functions.cancel("li", "a").substring(1).split(" ");

        assertThat(after[2]).isEqualTo(Long.toString(functions.seq()));
        assertThat(after[3]).isEqualTo(before[3]);
        assertThat(Long.parseLong(after[4])).isBetween(5000L, 65_000L);
        assertThat(List.of(after).subList(5, 15)).isEqualTo(List.of(before).subList(5, 15));
    }

    @Test
    void theEventTellsWhoCancelledAndWhatCameBack() {
        functions.cancel("li", "a");

        Event event = functions.events().get(functions.events().size() - 1);
        assertThat(event.type()).isEqualTo(Event.ORDER_CANCELLED);
        assertThat(event.actor()).isEqualTo("li");
        assertThat(event.deltas()).isEqualTo("stock:melon=3/0/-3,stock:pear=1/0/-1");
        assertThat(event.body()).isEqualTo(functions.commands().hget(KEYS.orders(), id("a")));
        assertThat(event.attachment()).isNull();
    }

    @Test
    void aRepeatGetsTheOrderAsItIs() {
        String answer = functions.cancel("li", "a");
        Map<String, String> before = functions.dump();

        assertThat(functions.cancel("li", "a")).isEqualTo('=' + answer.substring(1));
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void anothersOrderIsNotFound() {
        assertRefused("-not_found", "xu", "a");
        assertRefused("-not_found", "=", "a");
        assertRefused("-not_found", "li", "b");
    }

    @Test
    void anOrderPlacedForSomeoneIsCancelledByWhoPlacedIt() {
        functions.place(order("p", "li", "melon:2:-").replace(" = ", " shop "));

        assertRefused("-not_found", "li", "p");
        assertThat(functions.cancel("shop", "p")).startsWith("+x");
        assertThat(functions.commands().hget(KEYS.taken(), "li:melon")).isEqualTo("3");
    }

    @Test
    void anOrderIsCancelledAlsoWhenOfferAndSessionHaveEnded() {
        functions.offer("melon", "close");
        functions.session("end");

        assertThat(functions.cancel("li", "a")).startsWith("+x");
        assertThat(functions.pool("melon")).isEqualTo(new Pool(5, 0, 0));
        functions.assertBooksBalance();
    }

    @Test
    void fieldsThatALaterVersionAppendedStay() {
        functions.commands().hset(KEYS.orders(), id("a"), record + " - 0 - later fields");

        assertThat(functions.cancel("li", "a")).endsWith(" cancelled_by_viewer - 0 - later fields");
    }

    @Test
    void anExpiredOrderKeepsItsState() {
        functions.commands().hset(KEYS.orders(), id("a"), 'e' + record.substring(1));
        assertRefused("-order_state expired", "li", "a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "z a 5 1 0 0 n 0 0 0 CNY live li = melon:3:3990 -",
                "c a 5 nan 0 0 n 0 0 0 CNY live li = melon:3:3990 -",
                "c a 5 100000000000000 0 0 n 0 0 0 CNY live li = melon:3:3990 -",
                "c a 5 1 0 0 n 0 0 0 CNY live li = melon:3:3990"
            })
    void aBrokenOrderIsLeftAsItIs(String broken) {
        functions.commands().hset(KEYS.orders(), id("a"), broken);
        assertRefused("-broken order", "li", "a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"melon", "melon:3", "melon:3:3990,pear", "melon:3:3990;pear:1:1", "melon:x:1", "-", "melon:03:1"
            })
    void anOrderWithBrokenLinesReturnsNothing(String lines) {
        functions.commands().hset(KEYS.orders(), id("a"), record.replace("melon:3:3990,pear:1:3990", lines));
        assertRefused("-broken order", "li", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "pools,stock:pear,''",
        "pools,stock:pear,4 0 x",
        "pools,stock:pear,5 0 0",
        "taken,li:pear,''",
        "taken,li:pear,0",
        "taken,li:pear,1e0"
    })
    void aBrokenPoolOrCounterReturnsNothing(String key, String field, String value) {
        functions.commands().hset(key.equals("pools") ? KEYS.pools() : KEYS.taken(), field, value);
        assertRefused("-broken pool", "li", "a");
    }

    @Test
    void theCallHeadIsObeyed() {
        assertStatus("epoch", functions.head(2, 0, "0", ALWAYS));
        assertStatus("rolled_back", functions.head(1, functions.seq() + 1, "0", ALWAYS));
        assertStatus("deadline", functions.head(1, 0, "0", "1"));
        functions.commands().hset(KEYS.meta(), "frozen", "x");
        assertStatus("frozen", functions.head());
        functions.commands().del(KEYS.meta());
        assertStatus("absent", functions.head());
        assertThatThrownBy(() -> functions.call(
                        "order_resolve_1",
                        concat(functions.head(), "li", id("a"), "reason").stream()
                                .map(argument -> argument.equals("1") ? "1e0" : argument)
                                .toList()))
                .hasMessageContaining("broken call head");
    }

    private static void assertRefused(String answer, String owner, String name) {
        Map<String, String> before = functions.dump();
        assertThat(functions.cancel(owner, name)).isEqualTo(answer);
        assertThat(functions.dump()).isEqualTo(before);
    }

    private static void assertStatus(String status, List<String> head) {
        Map<String, String> before = functions.dump();
        assertThat(functions.call("order_resolve_1", concat(head, "li", id("a"), "cancelled_by_viewer")))
                .hasSizeBetween(3, 4)
                .first()
                .isEqualTo(status);
        assertThat(functions.dump()).isEqualTo(before);
    }
}
