package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.PaymentState;
import io.ganchang.domain.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds: {@code order_place_1} makes them and expires them before it decides, {@code order_expire_1} sweeps them. */
class HoldsTest {
    private static final int HOLD_SECONDS = 60;
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
        functions.sellPrepaid("gift", 2, 0, HOLD_SECONDS, "r");
    }

    private static Order stored(String name) {
        return OrderRecord.parse(
                new OrderId(FunctionsForTest.SESSION, id(name)),
                String.valueOf(functions.commands().hget(KEYS.orders(), id(name))));
    }

    private static Event last() {
        return functions.events().get(functions.events().size() - 1);
    }

    @Test
    void aPrepaidOrderIsHeldForAsLongAsItsOfferSays() {
        assertThat(functions.place(order("a", "li", "gift:1:-")))
                .singleElement()
                .asString()
                .startsWith("+h ");

        Order order = stored("a");
        assertThat(order.state()).isEqualTo(OrderState.HELD);
        assertThat(order.payment().state()).isEqualTo(PaymentState.DUE);
        assertThat(order.heldUntilMs()).hasValue(order.createdMs() + HOLD_SECONDS * 1000);
        assertThat(functions.pool("gift")).isEqualTo(new Pool(1, 1, 0));
        assertThat(functions.commands().zscore(KEYS.holds(), id("a")))
                .isEqualTo((double) order.heldUntilMs().getAsLong());
        assertThat(functions.commands().hgetall(KEYS.viewers())).isEqualTo(Map.of("li", "1 0"));
        assertThat(last().type()).isEqualTo(Event.ORDER_HELD);
        assertThat(last().deltas()).isEqualTo("stock:gift=-1/1/0");
        functions.assertBooksBalance();
    }

    @Test
    void anyPrepaidLineMakesTheOrderPrepaidAndTheShortestHoldCounts() {
        functions.sell("pear", 5, 0);
        functions.sellPrepaid("tea", 5, 0, 20, "r");

        functions.place(order("a", "li", "pear:1:-,gift:1:-,tea:2:-"));

        Order order = stored("a");
        assertThat(order.state()).isEqualTo(OrderState.HELD);
        assertThat(order.heldUntilMs()).hasValue(order.createdMs() + 20_000);
        assertThat(functions.pool("pear")).isEqualTo(new Pool(4, 1, 0));
        assertThat(functions.pool("tea")).isEqualTo(new Pool(3, 2, 0));
    }

    @Test
    void whereNothingIsToBePaidNothingIsHeld() {
        String[] terms = FunctionsForTest.terms("0", "CNY", 0, "0", "5");
        terms[3] = "p";
        functions.offer("gratis", "put", terms);
        functions.offer("gratis", "open", "0", "0");

        assertThat(functions.place(order("a", "li", "gratis:1:-")))
                .singleElement()
                .asString()
                .startsWith("+c ");
    }

    @Test
    void aHoldThatNobodyPaysForExpiresAndWhatItHeldIsOnSaleAgain() {
        functions.place(order("a", "li", "gift:2:-"));
        assertThat(functions.expire()).as("not yet").isZero();

        functions.passSeconds(HOLD_SECONDS);
        assertThat(functions.expire()).isEqualTo(1);

        assertThat(stored("a").state()).isEqualTo(OrderState.EXPIRED);
        assertThat(stored("a").payment().state()).isEqualTo(PaymentState.NONE);
        assertThat(stored("a").reason()).isEqualTo("unpaid");
        assertThat(functions.pool("gift")).isEqualTo(new Pool(2, 0, 0));
        assertThat(functions.commands().hgetall(KEYS.taken())).isEmpty();
        assertThat(functions.commands().hgetall(KEYS.viewers())).isEqualTo(Map.of("li", "0 1"));
        assertThat(functions.commands().exists(KEYS.holds())).isZero();
        assertThat(last())
                .extracting(Event::type, Event::actor, Event::deltas)
                .containsExactly(Event.ORDER_EXPIRED, "ganchang", "stock:gift=2/-2/0");
        assertThat(functions.expire()).isZero();
        functions.assertBooksBalance();
    }

    @Test
    void nobodyHearsSoldOutOverADeadHold() {
        functions.place(order("a", "li", "gift:2:-"));
        assertThat(functions.place(order("b", "xu", "gift:1:-"))).containsExactly("-sold_out gift 0");

        functions.passSeconds(HOLD_SECONDS);

        assertThat(functions.place(order("b", "xu", "gift:2:-")))
                .singleElement()
                .asString()
                .startsWith("+h ");
        assertThat(stored("a").state()).isEqualTo(OrderState.EXPIRED);
        functions.assertBooksBalance();
    }

    @Test
    void whereMoreAreDueThanOneCallExpiresItIsToBeCalledAgain() {
        functions.sellPrepaid("tea", 250, 0, HOLD_SECONDS, "r");
        for (int i = 0; i < 250; i++) {
            functions.place(order("t" + i, "v" + i, "tea:1:-"));
        }
        functions.passSeconds(HOLD_SECONDS);
        List<String> call = concat(functions.placingHead(), order("b", "xu", "tea:250:-"), "-");

        assertThat(functions.call("order_place_1", call)).first().isEqualTo("again");
        assertThat(functions.pool("tea")).isEqualTo(new Pool(100, 150, 0));
        assertThat(functions.call("order_place_1", call)).first().isEqualTo("again");
        assertThat(functions.call("order_place_1", call)).element(3).asString().startsWith("+h ");
        assertThat(functions.pool("tea")).isEqualTo(new Pool(0, 250, 0));
        functions.assertBooksBalance();
    }

    @Test
    void aRepeatMeetsItsExpiredOrder() {
        functions.place(order("a", "li", "gift:1:-"));
        functions.passSeconds(HOLD_SECONDS);

        assertThat(functions.place(order("a", "li", "gift:1:-")))
                .singleElement()
                .asString()
                .startsWith("=e ");
    }

    @Test
    void aViewerMayHaveOnlySoManyUnpaidHolds() {
        functions.sellPrepaid("tea", 50, 0, HOLD_SECONDS, "r");
        functions.sell("pear", 5, 0);
        placeUnder(2, 0, "a");
        placeUnder(2, 0, "b");

        assertThat(placeUnder(2, 0, "c")).isEqualTo("-hold_limit 2 2");
        assertThat(placeUnder(0, 0, "c")).as("0 is no limit").startsWith("+h");
        assertThat(functions.place(order("cod", "li", "pear:1:-")))
                .as("paid on delivery")
                .singleElement()
                .asString()
                .startsWith("+c");
        functions.pay("p1", "a", 3990);
        functions.cancel("li", "b");
        functions.cancel("li", "c");
        assertThat(placeUnder(1, 0, "d"))
                .as("paid and cancelled ones do not count")
                .startsWith("+h");
        functions.passSeconds(HOLD_SECONDS);
        assertThat(placeUnder(1, 0, "e")).as("nor do expired ones").startsWith("+h");
    }

    @Test
    void aBatchCountsTheHoldsThatItMakes() {
        functions.sellPrepaid("tea", 50, 0, HOLD_SECONDS, "r");
        List<String> head = concat(functions.head(), "1", "0", "1");

        List<Object> reply = functions.call(
                "order_place_1", concat(head, order("a", "li", "tea:1:-"), "-", order("b", "li", "tea:1:-"), "-"));

        assertThat(reply.get(3)).asString().startsWith("+h");
        assertThat(reply.get(4)).isEqualTo("-hold_limit 1 1");
    }

    @Test
    void aSessionMaySayOtherwise() {
        functions.sellPrepaid("tea", 50, 0, HOLD_SECONDS, "r");
        functions.commands().hset(KEYS.meta(), "holds", "1");
        placeUnder(5, 0, "a");

        assertThat(placeUnder(5, 0, "b")).isEqualTo("-hold_limit 1 1");
    }

    /** One tea for li under that limit of holds, and of lapses, after which holds last 5 s. */
    private static String placeUnder(int holdsMax, int lapsesMax, String name) {
        List<String> head = concat(functions.head(), Integer.toString(holdsMax), Integer.toString(lapsesMax), "5000");
        return String.valueOf(functions
                .call("order_place_1", concat(head, order(name, "li", "tea:1:-"), "-"))
                .get(3));
    }

    @Test
    void whoLetsHoldsLapseGetsShortOnesUntilTheyPay() {
        functions.sellPrepaid("tea", 50, 0, HOLD_SECONDS, "r");
        List<Long> lastedMs = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            placeUnder(0, 2, name);
            lastedMs.add(stored(name).heldUntilMs().getAsLong() - stored(name).createdMs());
            functions.passSeconds(HOLD_SECONDS);
        }
        assertThat(lastedMs).containsExactly(60_000L, 60_000L, 5_000L);
        assertThat(stored("a").reason()).isEqualTo("unpaid");

        placeUnder(0, 2, "d");
        assertThat(stored("d").reason()).isEqualTo("short_hold");
        functions.pay("p1", "d", 3990);
        assertThat(stored("d").reason()).isNull();

        placeUnder(0, 2, "e");
        assertThat(stored("e").heldUntilMs().getAsLong() - stored("e").createdMs())
                .isEqualTo(60_000);
    }

    @Test
    void aHoldThatCannotBeReadIsInNobodysWayAndTold() {
        functions.place(order("a", "li", "gift:1:-"), order("b", "xu", "gift:1:-"));
        functions.commands().hset(KEYS.orders(), id("a"), "h broken");
        functions.passSeconds(HOLD_SECONDS);

        assertThat(functions.place(order("c", "wu", "gift:1:-")))
                .singleElement()
                .asString()
                .startsWith("+h");
        List<Object> reply = functions.call("order_expire_1", concat(functions.head(), "100"));

        assertThat(reply.get(3)).isEqualTo(0L);
        assertThat(reply.get(6)).isEqualTo(id("a"));
        assertThat(functions.commands().zrange(KEYS.holds(), 0, -1)).containsExactly(id("c"));
    }

    @Test
    void aSweepTellsWhenTheNextHoldEnds() {
        functions.place(order("a", "li", "gift:1:-"));

        assertThat(functions
                        .call("order_expire_1", concat(functions.head(), "100"))
                        .get(5))
                .isEqualTo(stored("a").heldUntilMs().getAsLong());
        functions.cancel("li", "a");
        assertThat(functions
                        .call("order_expire_1", concat(functions.head(), "100"))
                        .get(5))
                .isEqualTo(0L);
    }

    @Test
    void aLimitOutOfRangeEndsTheSweep() {
        for (String limit : List.of("0", "101", "-1", "1e1", "")) {
            assertThatThrownBy(() -> functions.call("order_expire_1", concat(functions.head(), limit)))
                    .hasMessageContaining("broken argument");
        }
    }

    @Test
    void aHeldOrderIsCancelledAndGivesBackWhatItHeld() {
        functions.place(order("a", "li", "gift:2:-"));

        assertThat(functions.cancel("li", "a")).startsWith("+x ");

        assertThat(functions.pool("gift")).isEqualTo(new Pool(2, 0, 0));
        assertThat(stored("a").payment().state()).isEqualTo(PaymentState.NONE);
        assertThat(functions.commands().exists(KEYS.holds(), KEYS.viewers(), KEYS.taken()))
                .isZero();
        assertThat(last().deltas()).isEqualTo("stock:gift=2/-2/0");
        functions.assertBooksBalance();
    }

    @Test
    void holdsRunOutTheirTimeAfterTheShowHasEnded() {
        functions.place(order("a", "li", "gift:1:-"), order("b", "xu", "gift:1:-"));
        functions.session("end");

        assertThat(functions.pay("p1", "a", 3990)).isEqualTo("+confirmed");
        functions.passSeconds(HOLD_SECONDS);
        assertThat(functions.expire()).isEqualTo(1);
        assertThat(functions.pool("gift")).isEqualTo(new Pool(1, 0, 1));
    }
}
