package io.ganchang.ledger;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Event;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payments that name no session there is. */
final class StrayPaymentTest {
    private static final PaymentKey KEY = new PaymentKey("sandbox", "pay-1");

    private final InstantSource clock = () -> Instant.ofEpochMilli(EventsForTest.START_MS);

    @TempDir
    private Path folder;

    private LedgerForTest ledger;
    private StrayPayments strays;

    @BeforeEach
    void open() {
        ledger = new LedgerForTest(folder);
        strays = ledger.ledger().strayPayments(clock);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private boolean take(PaymentKey key, String order, long amountMinor) {
        Outcome<String> outcome = await(
                strays.take(new PaymentNotice(Kind.PAID, key, "notice", order, amountMinor, "CNY", Optional.empty())));
        return !((Outcome.Done<String>) outcome).replayed();
    }

    private List<OpenRefund> due() {
        return await(ledger.ledger().openRefunds().page(false, "", 100));
    }

    @Test
    void itIsToGoBackWhole() {
        assertThat(take(KEY, "nowhere.abcdefghijklmnopqrstuv", 4_200)).isTrue();

        OpenRefund open = due().get(0);
        assertThat(open.paidMinor()).isEqualTo(4_200);
        RefundRow refund = open.refund();
        assertThat(refund.session()).isEmpty();
        assertThat(refund.payment()).isEqualTo(KEY);
        assertThat(refund.order()).isEqualTo("nowhere.abcdefghijklmnopqrstuv");
        assertThat(refund.amountMinor()).isEqualTo(4_200);
        assertThat(refund.reason()).isEqualTo("unknown_order");
        assertThat(refund.state()).isEqualTo(RefundState.DUE);
    }

    @Test
    void itCountsOnceWhateverItNames() {
        assertThat(take(KEY, "one", 4_200)).isTrue();
        assertThat(take(KEY, "one", 4_200)).isFalse();
        assertThat(take(KEY, "two", 9_900)).isFalse();

        assertThat(due()).hasSize(1);
        assertThat(due().get(0).refund().order()).isEqualTo("one");
    }

    @Test
    void anotherGatewaysPaymentOfTheSameNumberIsAnotherOne() {
        take(KEY, "one", 1);
        assertThat(take(new PaymentKey("alipay", "pay-1"), "one", 1)).isTrue();
        assertThat(due()).hasSize(2);
    }

    @Test
    void aSessionsPaymentOfTheSameNumberIsAnotherOne() {
        SessionId session = new SessionId("rice-night");
        ledger.bear(session);
        EventsForTest events = new EventsForTest(session);
        ledger.write(EventsForTest.entry(events.event(
                Event.PAYMENT_RECEIVED,
                "sandbox",
                "-",
                KEY.toString(),
                EventsForTest.suffix(1) + " CNY 1 0 0 -",
                null)));
        assertThat(take(KEY, "one", 1)).isTrue();
        assertThat(take(KEY, "one", 1)).isFalse();
    }

    private Outcome<String> back(String paymentId, long amountMinor) {
        return await(ledger.ledger()
                .closedBooks(clock)
                .takeStray(new PaymentNotice(
                        Kind.REFUNDED,
                        new PaymentKey("sandbox", paymentId),
                        "back",
                        "one",
                        amountMinor,
                        "CNY",
                        Optional.empty())));
    }

    @Test
    void itIsSettledOnce() {
        take(KEY, "one", 4_200);
        RefundRow refund = due().get(0).refund();
        assertThat(await(strays.settle(refund))).isEqualTo(Outcome.done(refund.id()));
        assertThat(await(strays.settle(refund))).isEqualTo(new Outcome.Done<>(refund.id(), true));
        assertThat(back("pay-1", 4_200)).isEqualTo(new Outcome.Done<>(refund.id(), true));
        assertThat(due()).isEmpty();
        assertThat(take(KEY, "one", 4_200)).as("told again").isFalse();
        assertThat(due()).isEmpty();
    }

    @Test
    void aGatewaysNoticeSettlesItWhereItIsOfThisMoney() {
        take(KEY, "one", 4_200);
        assertThat(problem(back("pay-1", 4_199))).isEqualTo(Problem.INVALID_REQUEST);
        assertThat(problem(back("pay-2", 4_200))).as("to be told again").isEqualTo(Problem.OVERLOADED);
        assertThat(due()).hasSize(1);
        assertThat(back("pay-1", 4_200)).isInstanceOf(Outcome.Done.class);
        assertThat(due()).isEmpty();
    }

    private static Problem problem(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).problem();
    }

    @Test
    void longAndOddTextsAreKeptInBounds() {
        take(KEY, "a\nb" + "x".repeat(10_000), 1);
        assertThat(due().get(0).refund().order()).startsWith("a bxxx").hasSize(StrayPayments.ORDER_LENGTH_MAX);
    }

    @Test
    void theIdOfItsRefundIsNeverThatOfASessions() {
        assertThat(IntStream.range(0, 100_000)
                        .mapToObj(i -> StrayPayments.refundId(new PaymentKey("sandbox", "p" + i)))
                        .filter(id -> RefundId.parse(id).isPresent() || !id.matches("stray-[A-Za-z0-9_]{22}")))
                .isEmpty();
    }
}
