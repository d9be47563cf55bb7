package io.ganchang.audit;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.OrderAccount;
import io.ganchang.ledger.OrderAccounts;
import io.ganchang.redis.OrderRecord;
import java.util.function.ObjLongConsumer;

/** Goes through a session's orders in the ledger: each row must say in its columns what its record says. */
final class LedgerOrders {
    private static final int ROWS_PER_PAGE = 5_000;
    private static final String WHAT = "orders in the ledger";

    private final Ledger ledger;
    private final SessionId session;
    private final Problems problems;
    private final AuditProgress progress;

    LedgerOrders(Ledger ledger, SessionId session, Problems problems, AuditProgress progress) {
        this.ledger = ledger;
        this.session = session;
        this.problems = problems;
        this.progress = progress;
    }

    /** Takes the orders that have not changed since {@code checkpointSeq}, as what there is to go on from. */
    Compared take(OrderStates orders, long checkpointSeq) {
        return read(0, orders.size(), (row, seq) -> {
            if (row.seq() <= checkpointSeq && isWhole(row)) {
                orders.take(row);
            }
        });
    }

    /**
     * Holds the orders that changed above {@code aboveSeq} against {@code orders}.
     *
     * @param events takes the replay to where the ledger is
     */
    Compared compare(OrderStates orders, long aboveSeq, EventsInTurn events) {
        long fromSeq = ledger.orders(session, "", aboveSeq, 1).seq();
        events.advanceTo(fromSeq);
        Compared compared = read(aboveSeq, orders.size(), (row, seq) -> {
            events.advanceTo(seq);
            if (isWhole(row)) {
                orders.meetLedger(row, seq);
            }
        });
        orders.endLedger(fromSeq);
        return compared;
    }

    private Compared read(long aboveSeq, long all, ObjLongConsumer<OrderAccount> reader) {
        String after = "";
        long done = 0;
        while (true) {
            OrderAccounts page = ledger.orders(session, after, aboveSeq, ROWS_PER_PAGE);
            page.rows().forEach(row -> reader.accept(row, page.seq()));
            done += page.rows().size();
            progress.reached(session, WHAT, done, all);
            if (page.rows().size() < ROWS_PER_PAGE) {
                return new Compared(WHAT, done, page.seq());
            }
            after = page.rows().get(ROWS_PER_PAGE - 1).id();
        }
    }

    private boolean isWhole(OrderAccount row) {
        try {
            OrderId id = OrderId.parse(row.id()).orElseThrow(() -> new IllegalArgumentException("a broken order id"));
            if (!row.equals(account(OrderRecord.parse(id, row.record()), row.record()))) {
                problems.add("order " + id + " is told differently by its columns and its record in the ledger");
            }
            return true;
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("order " + row.id() + " cannot be read in the ledger: " + e.getMessage());
            return false;
        }
    }

    private OrderAccount account(Order order, String record) {
        return new OrderAccount(
                order.id().toString(),
                session.value(),
                order.seq(),
                Words.of(order.state()),
                order.viewer(),
                order.owner(),
                order.channel(),
                order.amountMinor(),
                order.payment().paidMinor(),
                order.payment().refundedMinor(),
                order.payment().grantedMinor(),
                order.currency(),
                record,
                order.createdMs(),
                order.updatedMs());
    }
}
