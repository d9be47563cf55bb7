package io.ganchang.ledger;

import static io.ganchang.ledger.EventsForTest.entry;
import static io.ganchang.ledger.EventsForTest.suffix;
import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ganchang.domain.Event;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger makes of the events of money. */
final class LedgerMoneyTest {
    private static final SessionId SESSION = new SessionId("rice-night");
    private static final String PAYMENT = "sandbox:pay-1";

    private final EventsForTest events = new EventsForTest(SESSION);
    private LedgerForTest books;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        books = new LedgerForTest(folder);
        books.bear(SESSION);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void aPaymentThatConfirmsIsARowAndInItsOrdersColumns() {
        books.write(entry(events.moneyed(Event.ORDER_HELD, "h", 1, "viewer-1", "d 0 0", "")));
        books.write(entry(
                paid(1, 10_780),
                events.moneyed(Event.ORDER_CONFIRMED, "c", 1, "viewer-1", "p 10780 0", " sandbox:pay-1 0 -")));

        assertThat(books.ledger().payments(SESSION, 0, 10))
                .containsExactly(new PaymentRow(
                        Optional.of(SESSION),
                        new PaymentKey("sandbox", "pay-1"),
                        "rice-night." + suffix(1),
                        "CNY",
                        10_780,
                        2,
                        EventsForTest.START_MS + 1));
        OrderAccount order = books.ledger().orders(SESSION, "", 0, 10).rows().get(0);
        assertThat(List.of(order.paidMinor(), order.refundedMinor(), order.grantedMinor()))
                .containsExactly(10_780L, 0L, 0L);
    }

    @Test
    void aRefundIsDueUntilItIsDone() {
        books.write(entry(paid(1, 100), due(1, 100, "not_due")));

        RefundRow due = books.ledger().refunds(SESSION, 0, 10).get(0);
        assertThat(due.id()).isEqualTo("rice-night-r2");
        assertThat(due.state()).isEqualTo(RefundState.DUE);
        assertThat(due.doneSeq()).isZero();
        assertThat(due.reason()).isEqualTo("not_due");

        books.write(entry(done(2, 1, 100, "not_due")));

        RefundRow done = books.ledger().refunds(SESSION, 0, 10).get(0);
        assertThat(done.state()).isEqualTo(RefundState.DONE);
        assertThat(done.doneSeq()).isEqualTo(3);
        assertThat(done.createdMs()).isEqualTo(due.createdMs());
        assertThat(done.updatedMs()).isGreaterThan(due.updatedMs());
    }

    @Test
    void aRefundMayComeDueAndBeDoneInOneTransaction() {
        books.write(entry(paid(1, 100), due(1, 100, "late")), entry(done(2, 1, 100, "late")));

        assertThat(books.ledger().refunds(SESSION, 0, 10))
                .extracting(RefundRow::id, RefundRow::state, RefundRow::createdMs)
                .containsExactly(tuple("rice-night-r2", RefundState.DONE, EventsForTest.START_MS + 1));
    }

    @Test
    void whatAGatewayGaveBackByItselfIsDoneFromTheBeginning() {
        books.write(entry(paid(1, 100)));
        books.write(entry(done(2, 1, 40, "by_gateway")));

        RefundRow refund = books.ledger().refunds(SESSION, 0, 10).get(0);
        assertThat(refund.seq()).isEqualTo(refund.doneSeq()).isEqualTo(2);
        assertThat(refund.amountMinor()).isEqualTo(40);
    }

    @Test
    void onlyWhatAHostRefundedIsAmongTheCommands() {
        books.write(entry(events.started()), entry(paid(1, 100), due(1, 60, "second_payment")));
        books.write(entry(event(
                Event.REFUND_DUE,
                "host-1",
                "rice-night-r4",
                refund("d", 1, 40, "requested"),
                "{\"reason\":\"bruised\"}")));

        List<Event> commands = await(books.ledger().commandsBefore(SESSION, Long.MAX_VALUE, 10));
        assertThat(commands).extracting(Event::seq).containsExactly(4L, 1L);
        assertThat(commands.get(0).attachment()).isEqualTo("{\"reason\":\"bruised\"}");
    }

    @Test
    void theLedgerStopsAtARefundItCannotRead() {
        assertThatThrownBy(() -> books.write(
                        entry(event(Event.REFUND_DUE, "sandbox", "other-r1", refund("d", 1, 1, "late"), null))))
                .isInstanceOf(UnreadableStream.class);
        assertThat(books.ledger().refunds(SESSION, 0, 10)).isEmpty();
    }

    @Test
    void aSubjectMayBeAsLongAsAPaymentsKey() {
        String key = "g".repeat(16) + ':' + "p".repeat(64);
        books.write(entry(event(Event.PAYMENT_RECEIVED, "sandbox", key, suffix(1) + " CNY 1 0 0 -", null)));

        assertThat(books.ledger().payments(SESSION, 0, 10))
                .extracting(row -> row.key().toString())
                .containsExactly(key);
    }

    private Event paid(long order, long amountMinor) {
        return event(
                Event.PAYMENT_RECEIVED, "sandbox", PAYMENT, suffix(order) + " CNY " + amountMinor + " 0 0 -", null);
    }

    private Event due(long order, long amountMinor, String reason) {
        return event(Event.REFUND_DUE, "sandbox", id(events.nextSeq()), refund("d", order, amountMinor, reason), null);
    }

    private Event done(long seq, long order, long amountMinor, String reason) {
        return event(Event.REFUND_DONE, "sandbox", id(seq), refund("f", order, amountMinor, reason), null);
    }

    private Event event(String type, String actor, String subject, String body, @Nullable String attachment) {
        return events.event(type, actor, "-", subject, body, attachment);
    }

    private static String id(long seq) {
        return SESSION + "-r" + seq;
    }

    private static String refund(String state, long order, long amountMinor, String reason) {
        return String.join(" ", state, PAYMENT, suffix(order), "CNY", Long.toString(amountMinor), reason);
    }
}
