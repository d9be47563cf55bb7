package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
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

/** {@code refund_grant_1} and {@code refund_settle_1}, and what cancelling a paid order gives back. */
class RefundsTest {
    private static final long PAID = 4 * FunctionsForTest.PRICE_MINOR;
    private static FunctionsForTest functions;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    /** An order of three gifts and one tea, paid. */
    @BeforeEach
    void payAnOrder() {
        functions.startShow();
        functions.sellPrepaid("gift", 10, 0, 60, "r");
        functions.sellPrepaid("tea", 10, 0, 60, "r");
        functions.place(order("a", "li", "gift:3:-,tea:1:-"));
        assertThat(functions.pay("p1", "a", PAID)).isEqualTo("+confirmed");
    }

    private static Order stored() {
        return OrderRecord.parse(
                new OrderId(FunctionsForTest.SESSION, id("a")),
                String.valueOf(functions.commands().hget(KEYS.orders(), id("a"))));
    }

    private static String units() {
        return String.valueOf(functions.commands().hget(KEYS.orders(), id("a"))).split(" ", -1)[18];
    }

    private static String due() {
        return String.valueOf(functions.commands().hget(KEYS.meta(), "due"));
    }

    @Test
    void aHostGivesBackThePriceOfUnits() {
        List<String> reply = functions.refund("k1", "a", "lines:gift:2");

        assertThat(reply.get(3)).isEqualTo("created");
        assertThat(reply.get(5)).isEqualTo("d sandbox:p1 " + id("a") + " CNY 7980 requested");
        assertThat(stored().payment().state()).isEqualTo(PaymentState.REFUND_DUE);
        assertThat(stored().payment().grantedMinor()).isEqualTo(7980);
        assertThat(stored().state()).as("spoilt fruit is not on sale again").isEqualTo(OrderState.CONFIRMED);
        assertThat(functions.pool("gift")).isEqualTo(new Pool(7, 0, 3));
        assertThat(units()).isEqualTo("gift:2");
        assertThat(due()).isEqualTo("1");
        assertThat(functions.events()).extracting(Event::type).endsWith(Event.REFUND_DUE, Event.ORDER_REFUND_DUE);
    }

    @Test
    void aRepeatGetsTheSameRefundAndAnotherRequestUnderItsKeyNone() {
        List<String> first = functions.refund("k1", "a", "amount:10");
        Map<String, String> before = functions.dump();

        assertThat(functions.refund("k1", "a", "amount:10").subList(3, 6))
                .containsExactly("unchanged", first.get(4), first.get(5));
        assertThat(FunctionsForTest.texts(functions.call(
                        "refund_grant_1",
                        FunctionsForTest.concat(functions.head(), "wang", "k1", "other", id("a"), "amount:11", "-"))))
                .first()
                .isEqualTo("idempotency_mismatch");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            amount:15961    | order_state
            lines:gift:4    | order_state
            lines:pear:1    | invalid_request
            amount:0        | invalid_request
            lines:gift      | invalid_request
            lines:gift:0    | invalid_request
            lines:gift:1,gift:1 | invalid_request
            """)
    void neverMoreThanWasPaidOrBought(String what, String status) {
        Map<String, String> before = functions.dump();
        assertThat(functions.refund("k1", "a", what)).first().isEqualTo(status);
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void theSameUnitsAreNotRefundedTwice() {
        functions.refund("k1", "a", "lines:gift:2");
        assertThat(functions.refund("k2", "a", "lines:gift:2")).first().isEqualTo("order_state");
        assertThat(functions.refund("k3", "a", "lines:gift:1,tea:1")).element(3).isEqualTo("created");
        assertThat(units()).isEqualTo("gift:3,tea:1");
        assertThat(functions.refund("k4", "a", "amount:1")).first().isEqualTo("order_state");
    }

    @Test
    void anUnpaidOrUnknownOrderHasNothingToGiveBack() {
        functions.place(order("b", "li", "gift:1:-"));
        assertThat(functions.refund("k1", "b", "amount:1")).first().isEqualTo("order_state");
        assertThat(functions.refund("k1", "z", "amount:1")).first().isEqualTo("not_found");
    }

    @Test
    void aRefundThatWasCarriedOutIsNotedOnce() {
        String seq = functions.refund("k1", "a", "amount:1000").get(4);

        assertThat(functions.settle("p1", 1000, seq, "-")).isEqualTo("+" + seq);

        assertThat(stored().payment().state()).isEqualTo(PaymentState.PAID);
        assertThat(stored().payment().refundedMinor()).isEqualTo(1000);
        assertThat(due()).isEqualTo("0");
        assertThat(functions.commands().hget(KEYS.payments(), "sandbox:p1"))
                .isEqualTo(id("a") + " CNY 15960 1000 1000 " + seq);
        assertThat(functions.events()).extracting(Event::type).endsWith(Event.REFUND_DONE, Event.ORDER_REFUNDED);
        Map<String, String> before = functions.dump();
        assertThat(functions.settle("p1", 1000, seq, "-")).isEqualTo("=" + seq);
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void theGatewaysNoticeOfItsRefundChangesNothingMore() {
        String seq = functions.refund("k1", "a", "amount:1000").get(4);
        functions.settle("p1", 1000, seq, "-");

        assertThat(functions.settle("p1", 1000, "-", "n1")).isEqualTo("=" + seq);
        assertThat(functions.settle("p1", 1000, "-", "n1")).as("again").isEqualTo("=" + seq);
        assertThat(stored().payment().refundedMinor()).isEqualTo(1000);
    }

    @Test
    void aNoticeSettlesTheRefundThatIsDue() {
        String first = functions.refund("k1", "a", "amount:1000").get(4);
        String second = functions.refund("k2", "a", "amount:2000").get(4);

        assertThat(functions.settle("p1", 2000, "-", "n1")).isEqualTo("+" + second);
        assertThat(functions.settle("p1", 1000, first, "n2")).as("named").isEqualTo("+" + first);
        assertThat(functions.settle("p1", 2000, second, "-"))
                .as("then told by who did it")
                .isEqualTo("=" + second);
        assertThat(stored().payment().refundedMinor()).isEqualTo(3000);
        assertThat(due()).isEqualTo("0");
    }

    @Test
    void moneyThatTheGatewayGaveBackByItselfIsNoted() {
        assertThat(functions.settle("p1", 500, "-", "n1")).startsWith("+");

        assertThat(stored().payment().refundedMinor()).isEqualTo(500);
        assertThat(stored().payment().grantedMinor()).isEqualTo(500);
        assertThat(functions.events()).extracting(Event::type).endsWith(Event.REFUND_DONE, Event.ORDER_REFUNDED);
        assertThat(functions.settle("p1", 500, "-", "n1"))
                .as("the notice again")
                .startsWith("=");
        assertThat(functions.settle("p1", 500, "-", "n2")).as("a second one").startsWith("+");
        assertThat(stored().payment().refundedMinor()).isEqualTo(1000);
    }

    @Test
    void aClaimThatMakesNoSenseIsRefused() {
        String seq = functions.refund("k1", "a", "amount:1000").get(4);
        Map<String, String> before = functions.dump();

        assertThat(functions.settle("p1", PAID, "-", "n1"))
                .as("more than is left")
                .isEqualTo("-invalid_request refund");
        assertThat(functions.settle("p1", 999, seq, "-")).isEqualTo("-invalid_request refund");
        assertThat(functions.settle("p9", 1000, seq, "n1"))
                .as("unknown payment")
                .isEqualTo("-not_found");
        assertThat(functions.settle("p1", 1000, "9999", "-"))
                .as("unknown refund")
                .isEqualTo("-not_found");
        assertThat(functions.dump()).isEqualTo(before);
    }

    @Test
    void cancellingAPaidOrderGivesBackWhatIsLeft() {
        String seq = functions.refund("k1", "a", "lines:tea:1").get(4);
        functions.settle("p1", 3990, seq, "-");

        assertThat(functions.cancel("li", "a")).startsWith("+x ");

        assertThat(stored().payment().grantedMinor()).isEqualTo(PAID);
        assertThat(stored().payment().state()).isEqualTo(PaymentState.REFUND_DUE);
        assertThat(functions.events()).extracting(Event::type).endsWith(Event.ORDER_CANCELLED, Event.REFUND_DUE);
        String left = Long.toString(functions.seq());
        assertThat(functions.commands().hget(KEYS.refunds(), left))
                .isEqualTo("d sandbox:p1 " + id("a") + " CNY 11970 cancelled");
        functions.settle("p1", 11_970, left, "-");
        assertThat(stored().payment().state()).isEqualTo(PaymentState.REFUNDED);
        functions.assertBooksBalance();
    }

    @Test
    void aPaymentHasOnlySoManyRefunds() {
        for (int i = 0; i < 50; i++) {
            assertThat(functions.refund("k" + i, "a", "amount:1")).element(3).isEqualTo("created");
        }
        assertThat(functions.refund("k50", "a", "amount:1")).first().isEqualTo("order_state");
        assertThat(functions.cancel("li", "a")).as("all the same").startsWith("+x");
    }

    @Test
    void theRefundOfAPaymentForNoOrderIsNoted() {
        functions.pay("p2", "nobody", 77);
        assertThat(functions.settle("p2", 77, Long.toString(functions.seq()), "-"))
                .startsWith("+");
        assertThat(functions.events()).extracting(Event::type).endsWith(Event.REFUND_DUE, Event.REFUND_DONE);
        assertThat(due()).isEqualTo("0");
    }

    @Test
    void anOrderThatWasPlacedAfterItsPaymentCountsNothingOfIt() {
        functions.pay("p2", "b", 3990);
        String refund = Long.toString(functions.seq());
        functions.place(order("b", "li", "gift:1:-"));

        assertThat(functions.settle("p2", 3990, refund, "-")).startsWith("+");

        assertThat(functions.events()).extracting(Event::type).endsWith(Event.REFUND_DONE);
        assertThat(functions.pay("p3", "b", 3990)).isEqualTo("+confirmed");
    }

    @Test
    void aNoticeThatMayBeAboutAnyOfSeveralRefundsWaits() {
        String first = functions.refund("k1", "a", "amount:100").get(4);
        String second = functions.refund("k2", "a", "amount:100").get(4);
        Map<String, String> before = functions.dump();

        assertThat(functions.settle("p1", 100, "-", "n1")).isEqualTo("-not_found");
        assertThat(functions.dump()).isEqualTo(before);
        functions.settle("p1", 100, first, "-");
        assertThat(functions.settle("p1", 100, "-", "n1"))
                .as("it is of what was done")
                .isEqualTo("=" + first);
        assertThat(due()).as("the other one is still to be carried out").isEqualTo("1");
        assertThat(functions.settle("p1", 100, second, "-")).isEqualTo("+" + second);
    }

    @Test
    void aSumOfAllThatWentBackBringsWhatIsNew() {
        String ours = functions.refund("k1", "a", "amount:100").get(4);
        assertThat(functions.settle("p1", 150, "all", "n1"))
                .as("ours is under way")
                .isEqualTo("-not_found");
        functions.settle("p1", 100, ours, "-");

        assertThat(functions.settle("p1", 100, "all", "n0")).as("ours alone").isEqualTo("=");
        assertThat(functions.settle("p1", 150, "all", "n1")).startsWith("+");
        assertThat(stored().payment().refundedMinor()).isEqualTo(150);
        assertThat(functions.settle("p1", 150, "all", "n1")).as("again").startsWith("=");
        assertThat(functions.settle("p1", PAID + 1, "all", "n2")).isEqualTo("-invalid_request refund");
        assertThat(functions.settle("p1", PAID, "all", "n3")).startsWith("+");
        assertThat(stored().payment().state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void aKeyOfTheWrongTypeIsMetBeforeAnythingIsWritten() {
        functions.commands().set(KEYS.refunds(), "x");
        Map<String, String> before = functions.dump();
        assertThatThrownBy(() -> functions.settle("p1", 100, "-", "n1")).hasMessageContaining("WRONGTYPE");
        assertThat(functions.dump()).isEqualTo(before);
    }
}
