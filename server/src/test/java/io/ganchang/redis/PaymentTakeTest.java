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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code payment_take_1}: what a payment does to an order in each of its states. */
class PaymentTakeTest {
    private static final long PRICE = FunctionsForTest.PRICE_MINOR;
    private static FunctionsForTest functions;
    private long seqBefore;

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
        functions.sellPrepaid("gift", 3, 3, 60, "r");
        functions.sellPrepaid("tea", 3, 0, 60, "f");
        functions.sell("pear", 3, 0);
        functions.place(order("a", "li", "gift:2:-"));
        seqBefore = functions.seq();
    }

    private static Order stored(String name) {
        return OrderRecord.parse(
                new OrderId(FunctionsForTest.SESSION, id(name)),
                String.valueOf(functions.commands().hget(KEYS.orders(), id(name))));
    }

    private List<String> newEvents() {
        return functions.events().stream()
                .filter(event -> event.seq() > seqBefore)
                .map(Event::type)
                .toList();
    }

    private void expire() {
        functions.passSeconds(60);
        functions.expire();
        seqBefore = functions.seq();
    }

    @Test
    void aPaymentConfirmsTheOrderThatItPaysFor() {
        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+confirmed");

        Order order = stored("a");
        assertThat(order.state()).isEqualTo(OrderState.CONFIRMED);
        assertThat(order.payment().state()).isEqualTo(PaymentState.PAID);
        assertThat(order.payment().paidMinor()).isEqualTo(2 * PRICE);
        assertThat(order.paidBy()).hasToString("sandbox:p1");
        assertThat(functions.pool("gift")).isEqualTo(new Pool(1, 0, 2));
        assertThat(functions.commands().hgetall(KEYS.taken())).isEqualTo(Map.of("li:gift", "2"));
        assertThat(functions.commands().exists(KEYS.holds(), KEYS.viewers())).isZero();
        assertThat(functions.commands().hgetall(KEYS.payments()))
                .isEqualTo(Map.of("sandbox:p1", id("a") + " CNY 7980 0 0 -"));
        assertThat(newEvents()).containsExactly(Event.PAYMENT_RECEIVED, Event.ORDER_CONFIRMED);
        functions.assertBooksBalance();
    }

    @Test
    void theSamePaymentToldAgainChangesNothing() {
        functions.pay("p1", "a", 2 * PRICE);
        Map<String, String> before = functions.dump();

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("=");
        assertThat(functions.pay("p1", "a", 1)).as("with another amount").isEqualTo("=");
        assertThat(functions.pay("p1", "b", 2 * PRICE)).as("for another order").isEqualTo("=");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void aHeldOrderIsPayableUntilItIsSweptWhateverTheClockSays() {
        functions.passSeconds(3600);

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+confirmed");
        assertThat(functions.expire()).isZero();
    }

    @Test
    void aSecondPaymentIsGivenBack() {
        functions.pay("p1", "a", 2 * PRICE);
        seqBefore = functions.seq();

        assertThat(functions.pay("p2", "a", 2 * PRICE)).isEqualTo("+second_payment");

        assertThat(newEvents()).containsExactly(Event.PAYMENT_RECEIVED, Event.REFUND_DUE, Event.ORDER_REFUND_DUE);
        assertGivenBack("a", OrderState.CONFIRMED, PaymentState.REFUND_DUE, 4 * PRICE, 2 * PRICE);
        assertThat(stored("a").paidBy()).hasToString("sandbox:p1");
    }

    @ParameterizedTest
    @CsvSource({"1", "7979", "7981", "10000000000000"})
    void aWrongAmountIsGivenBackAndTheOrderStaysPayable(long amountMinor) {
        assertThat(functions.pay("p1", "a", amountMinor)).isEqualTo("+wrong_amount");

        assertGivenBack("a", OrderState.HELD, PaymentState.DUE, amountMinor, amountMinor);
        assertThat(functions.pay("p2", "a", 2 * PRICE)).isEqualTo("+confirmed");
        assertThat(stored("a").payment().paidMinor()).isEqualTo(amountMinor + 2 * PRICE);
    }

    @Test
    void aWrongCurrencyIsGivenBackAndIsInNoSumOfTheOrder() {
        assertThat(functions.pay("p1", "a", "USD", 2 * PRICE)).isEqualTo("+wrong_currency");

        assertThat(stored("a").state()).isEqualTo(OrderState.HELD);
        assertThat(stored("a").payment().paidMinor()).isZero();
        assertThat(newEvents()).containsExactly(Event.PAYMENT_RECEIVED, Event.REFUND_DUE);
        assertThat(functions.commands().hget(KEYS.meta(), "due")).isEqualTo("1");
    }

    @Test
    void aPaymentForACancelledOrderIsGivenBack() {
        functions.cancel("li", "a");
        seqBefore = functions.seq();

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+cancelled");

        assertGivenBack("a", OrderState.CANCELLED, PaymentState.REFUND_DUE, 2 * PRICE, 2 * PRICE);
        assertThat(functions.pool("gift")).isEqualTo(new Pool(3, 0, 0));
    }

    @Test
    void aPaymentForAnUnknownOrderIsGivenBack() {
        assertThat(functions.pay("p1", "nobody", PRICE)).isEqualTo("+unknown_order");

        assertThat(newEvents()).containsExactly(Event.PAYMENT_RECEIVED, Event.REFUND_DUE);
        assertThat(functions.commands().hget(KEYS.refunds(), Long.toString(functions.seq())))
                .isEqualTo("d sandbox:p1 " + id("nobody") + " CNY 3990 unknown_order");
        assertThat(functions.commands().hget(KEYS.payments(), "sandbox:p1"))
                .isEqualTo(id("nobody") + " CNY 3990 3990 0 " + functions.seq());
    }

    @Test
    void aPaymentForAnOrderThatIsPaidOnDeliveryIsGivenBack() {
        functions.place(order("cod", "li", "pear:1:-"));
        seqBefore = functions.seq();

        assertThat(functions.pay("p1", "cod", PRICE)).isEqualTo("+not_due");

        assertGivenBack("cod", OrderState.CONFIRMED, PaymentState.REFUND_DUE, PRICE, PRICE);
    }

    @Test
    void aLatePaymentHasTheOrderAgainWhereEveryPoolStillHasRoom() {
        expire();

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+confirmed");

        assertThat(stored("a").state()).isEqualTo(OrderState.CONFIRMED);
        assertThat(stored("a").reason()).isEqualTo("paid_late");
        assertThat(functions.pool("gift")).isEqualTo(new Pool(1, 0, 2));
        assertThat(functions.commands().hgetall(KEYS.taken())).isEqualTo(Map.of("li:gift", "2"));
        assertThat(functions.commands().exists(KEYS.viewers())).isZero();
        functions.assertBooksBalance();
    }

    @Test
    void aLatePaymentIsGivenBackWhereAPoolHasNoRoomAnyMore() {
        expire();
        functions.place(order("b", "xu", "gift:2:-"));
        seqBefore = functions.seq();

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+late");

        assertGivenBack("a", OrderState.EXPIRED, PaymentState.REFUND_DUE, 2 * PRICE, 2 * PRICE);
        assertThat(functions.pool("gift")).isEqualTo(new Pool(1, 2, 0));
    }

    @Test
    void aLatePaymentIsGivenBackWhereTheViewerHasReachedTheLimitSince() {
        expire();
        functions.place(order("b", "li", "gift:2:-"));
        functions.offer("gift", "stock", "10");
        seqBefore = functions.seq();

        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+late");
        assertThat(functions.commands().hget(KEYS.taken(), "li:gift")).isEqualTo("2");
    }

    @Test
    void aLatePaymentIsGivenBackWhereTheOfferSaysSo() {
        functions.place(order("t", "xu", "tea:1:-"), order("m", "wu", "gift:1:-,tea:1:-"));
        expire();

        assertThat(functions.pay("p1", "t", PRICE)).isEqualTo("+late");
        assertThat(functions.pay("p2", "m", 2 * PRICE)).as("one of its offers").isEqualTo("+late");
    }

    @Test
    void aLatePaymentOfAWrongAmountIsGivenBack() {
        expire();
        assertThat(functions.pay("p1", "a", PRICE)).isEqualTo("+wrong_amount");
        assertThat(functions.pay("p2", "a", 2 * PRICE)).isEqualTo("+confirmed");
    }

    @Test
    void moneyIsTakenNoteOfWhereASessionIsPausedOrHasEnded() {
        functions.session("pause");
        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo("+confirmed");
        functions.session("end");
        assertThat(functions.pay("p2", "a", 2 * PRICE)).isEqualTo("+second_payment");
    }

    @Test
    void aBrokenOrderOrPoolIsLeftAsItIs() {
        functions.commands().hset(KEYS.pools(), "stock:gift", "1 1 0");
        assertRefused("-broken pool");
        functions.commands().hset(KEYS.orders(), id("a"), "h broken");
        assertRefused("-broken order " + id("a"));
    }

    private static void assertRefused(String answer) {
        Map<String, String> before = functions.dump();
        assertThat(functions.pay("p1", "a", 2 * PRICE)).isEqualTo(answer);
        assertThat(functions.dump()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "sandbox,a,CNY,1",
        "sandbox:p 1,a,CNY,1",
        "sandbox:p1,a b,CNY,1",
        "sandbox:p1,a,cny,1",
        "sandbox:p1,a,CNY,0",
        "sandbox:p1,a,CNY,-1",
        "sandbox:p1,a,CNY,1e3",
        "sandbox:p1,a,CNY,nan",
        "sandbox:p1,a,CNY,10000000000001"
    })
    void evilArgumentsEndTheCall(String payment, String order, String currency, String amount) {
        Map<String, String> before = functions.dump();
        assertThatThrownBy(() ->
                        functions.call("payment_take_1", concat(functions.head(), payment, order, currency, amount)))
                .hasMessageContaining("broken argument");
        assertThat(functions.dump()).isEqualTo(before);
    }

    private void assertGivenBack(
            String name, OrderState state, PaymentState payment, long paidMinor, long grantedMinor) {
        Order order = stored(name);
        assertThat(order.state()).isEqualTo(state);
        assertThat(order.payment().state()).isEqualTo(payment);
        assertThat(order.payment().paidMinor()).isEqualTo(paidMinor);
        assertThat(order.payment().grantedMinor()).isEqualTo(grantedMinor);
        assertThat(order.payment().refundedMinor()).isZero();
        assertThat(newEvents()).containsExactly(Event.PAYMENT_RECEIVED, Event.REFUND_DUE, Event.ORDER_REFUND_DUE);
        assertThat(functions.commands().hget(KEYS.meta(), "due")).isEqualTo("1");
        functions.assertBooksBalance();
    }

    /** The table of docs/payments.md, cell by cell. */
    @ParameterizedTest
    @CsvSource({
        "held, 3990, CNY, confirmed",
        "held, 3989, CNY, wrong_amount",
        "held, 3990, USD, wrong_currency",
        "paid, 3990, CNY, second_payment",
        "paid, 3989, CNY, second_payment",
        "paid, 3990, USD, wrong_currency",
        "on_delivery, 3990, CNY, not_due",
        "on_delivery, 3989, CNY, not_due",
        "on_delivery, 3990, USD, wrong_currency",
        "cancelled, 3990, CNY, cancelled",
        "cancelled, 3989, CNY, cancelled",
        "cancelled, 3990, USD, wrong_currency",
        "expired_with_room, 3990, CNY, confirmed",
        "expired_with_room, 3989, CNY, wrong_amount",
        "expired_with_room, 3990, USD, wrong_currency",
        "expired_without_room, 3990, CNY, late",
        "expired_without_room, 3989, CNY, wrong_amount",
        "expired_without_room, 3990, USD, wrong_currency",
        "expired_to_refund, 3990, CNY, late",
        "expired_to_refund, 3989, CNY, wrong_amount",
        "expired_to_refund, 3990, USD, wrong_currency",
        "unknown, 3990, CNY, unknown_order",
        "unknown, 3989, CNY, unknown_order",
        "unknown, 3990, USD, unknown_order"
    })
    void everyStateMeetsEveryPayment(String state, long amountMinor, String currency, String outcome) {
        bring(state);

        assertThat(functions.pay("first", "x", currency, amountMinor)).isEqualTo('+' + outcome);
        Map<String, String> before = functions.dump();
        assertThat(functions.pay("first", "x", currency, amountMinor))
                .as("again")
                .isEqualTo("=");
        assertThat(functions.pay("first", "x", "CNY", 1)).as("otherwise").isEqualTo("=");
        assertThat(functions.dump()).isEqualTo(before);
        functions.assertBooksBalance();
    }

    /** Makes an order x of one unit that is in that state. */
    private static void bring(String state) {
        switch (state) {
            case "held", "paid", "cancelled" -> functions.place(order("x", "xu", "gift:1:-"));
            case "on_delivery" -> functions.place(order("x", "xu", "pear:1:-"));
            case "expired_to_refund" -> functions.place(order("x", "xu", "tea:1:-"));
            case "expired_with_room", "expired_without_room" -> functions.place(order("x", "xu", "gift:1:-"));
            default -> {}
        }
        if (state.equals("paid")) {
            functions.pay("kept", "x", PRICE);
        } else if (state.equals("cancelled")) {
            functions.cancel("xu", "x");
        } else if (state.startsWith("expired")) {
            functions.passSeconds(60);
            functions.expire();
        }
        if (state.equals("expired_without_room")) {
            functions.offer("gift", "stock", "-3");
        }
    }
}
