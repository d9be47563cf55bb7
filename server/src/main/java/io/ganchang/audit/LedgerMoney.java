package io.ganchang.audit;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.domain.Event;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerCursor;
import io.ganchang.ledger.PaymentRow;
import io.ganchang.ledger.RefundRow;
import io.ganchang.redis.OrderRecord;
import io.ganchang.redis.PaymentRecord;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Goes through a session's payments, refunds and lapses of holds in the ledger. */
final class LedgerMoney {
    private static final int ROWS_PER_PAGE = 5_000;
    private static final String PAYMENTS = "payments in the ledger";
    private static final String REFUNDS = "refunds in the ledger";

    private final Ledger ledger;
    private final SessionId session;
    private final Problems problems;
    private final AuditProgress progress;

    LedgerMoney(Ledger ledger, SessionId session, Problems problems, AuditProgress progress) {
        this.ledger = ledger;
        this.session = session;
        this.problems = problems;
        this.progress = progress;
    }

    /** Takes payments and refunds as they were at {@code checkpointSeq}, as what there is to go on from. */
    void take(MoneyBooks money, long checkpointSeq) {
        read(after -> payments(after, checkpointSeq), PaymentRow::seq, row -> {
            money.takePayment(row.key(), record(row), row.seq());
            progress.reached(session, PAYMENTS, row.seq(), checkpointSeq);
        });
        read(after -> refunds(after, checkpointSeq), RefundRow::seq, row -> {
            boolean wasDone = row.state() == RefundState.DONE && row.doneSeq() <= checkpointSeq;
            money.takeRefund(refund(row, wasDone ? RefundState.DONE : RefundState.DUE), wasDone ? row.doneSeq() : 0);
            progress.reached(session, REFUNDS, row.seq(), checkpointSeq);
        });
    }

    /** Takes the lapses of holds up to {@code checkpointSeq}, once the orders are taken. */
    void takeLapses(HoldCounts holds, long checkpointSeq) {
        read(
                after -> ledger.lapses(session, after, ROWS_PER_PAGE).stream()
                        .takeWhile(event -> event.seq() <= checkpointSeq)
                        .toList(),
                Event::seq,
                event -> holds.takeLapse(OrderRecord.parse(id(event.subject()), event.body()), event.seq()));
    }

    private OrderId id(String suffix) {
        return OrderId.parse(session.value() + '.' + suffix)
                .orElseThrow(() -> new IllegalArgumentException("a broken order id"));
    }

    /**
     * Holds all rows against {@code money}.
     *
     * @param aboveSeq payments up to there are what was taken
     * @param events takes the replay to where the ledger is
     */
    List<Compared> compare(MoneyBooks money, long aboveSeq, EventsInTurn events) {
        long sureSeq = seq();
        long payments = read(
                after -> advanced(ledger.payments(session, Math.max(after, aboveSeq), ROWS_PER_PAGE), events),
                PaymentRow::seq,
                row -> {
                    money.payments().meetLedger(row, record(row));
                    progress.reached(session, PAYMENTS, row.seq(), sureSeq);
                });
        long refunds =
                read(after -> advanced(ledger.refunds(session, after, ROWS_PER_PAGE), events), RefundRow::seq, row -> {
                    meet(money, row, sureSeq);
                    progress.reached(session, REFUNDS, row.seq(), sureSeq);
                });
        events.advanceTo(sureSeq);
        money.payments().endLedger(sureSeq);
        money.refunds().endLedger(sureSeq);
        return List.of(new Compared(PAYMENTS, payments, sureSeq), new Compared(REFUNDS, refunds, sureSeq));
    }

    private void meet(MoneyBooks money, RefundRow row, long sureSeq) {
        if ((row.state() == RefundState.DONE) != row.doneSeq() > 0) {
            problems.add("refund " + row.id() + " is " + row.state() + " in the ledger, but was done by event "
                    + row.doneSeq());
        }
        money.refunds().meetLedger(refund(row, row.state()), row.doneSeq(), sureSeq);
    }

    /** Takes the replay to where the ledger was after {@code page} was read, so that nothing in it is too new. */
    private <T> List<T> advanced(List<T> page, EventsInTurn events) {
        if (!page.isEmpty()) {
            events.advanceTo(seq());
        }
        return page;
    }

    private long seq() {
        return ledger.cursor(session).map(LedgerCursor::seq).orElse(0L);
    }

    private List<PaymentRow> payments(long afterSeq, long seqMax) {
        return ledger.payments(session, afterSeq, ROWS_PER_PAGE).stream()
                .takeWhile(row -> row.seq() <= seqMax)
                .toList();
    }

    private List<RefundRow> refunds(long afterSeq, long seqMax) {
        return ledger.refunds(session, afterSeq, ROWS_PER_PAGE).stream()
                .takeWhile(row -> row.seq() <= seqMax)
                .toList();
    }

    /** Reads page after page, by number, and returns how many rows there were. */
    private static <T> long read(LongFunction<List<T>> pageAfter, ToLongFunction<T> seq, Consumer<T> reader) {
        long done = 0;
        long after = 0;
        while (true) {
            List<T> page = pageAfter.apply(after);
            page.forEach(reader);
            done += page.size();
            if (page.size() < ROWS_PER_PAGE) { // not "until nothing comes": a busy market always has more
                return done;
            }
            after = seq.applyAsLong(page.get(ROWS_PER_PAGE - 1));
        }
    }

    private PaymentRecord record(PaymentRow row) {
        return new PaymentRecord(suffix(row.order()), row.currency(), row.amountMinor(), 0, 0, MoneyBooks.NO_REFUNDS);
    }

    private Refund refund(RefundRow row, RefundState state) {
        RefundId id = RefundId.parse(row.id())
                .filter(parsed -> parsed.session().equals(session) && parsed.seq() == row.seq())
                .orElseThrow(() -> new IllegalArgumentException("refund " + row.id() + " is not of its number"));
        return new Refund(
                id, state, row.payment(), suffix(row.order()), row.currency(), row.amountMinor(), row.reason());
    }

    private String suffix(String order) {
        if (!order.startsWith(session.value() + '.')) {
            throw new IllegalArgumentException("money of " + session + " that names the order of another session");
        }
        return order.substring(session.value().length() + 1);
    }
}
