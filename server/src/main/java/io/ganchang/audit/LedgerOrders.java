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
import java.util.Optional;
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

    /**
     * Takes the orders that have not changed since {@code checkpointSeq}, as what there is to go on from.
     *
     * @param money as it was at {@code checkpointSeq}
     */
    Compared take(OrderStates orders, MoneyBooks money, long checkpointSeq) {
        return read(
                0,
                orders.size(),
                (row, seq) -> whole(row).ifPresent(order -> {
                    Optional.ofNullable(order.paidBy())
                            .flatMap(money.payments()::find)
                            .ifPresent(payment -> orders.holds().takePayment(order, payment.seq()));
                    if (row.seq() <= checkpointSeq) {
                        orders.take(row);
                        money.check(order, "at " + checkpointSeq);
                    }
                }));
    }

    /**
     * Holds the orders that changed above {@code aboveSeq} against {@code orders} and {@code money}.
     *
     * @param events takes the replay to where the ledger is
     */
    Compared compare(OrderStates orders, MoneyBooks money, long aboveSeq, EventsInTurn events) {
        long fromSeq = ledger.orders(session, "", aboveSeq, 1).seq();
        events.advanceTo(fromSeq);
        Compared compared = read(aboveSeq, orders.size(), (row, seq) -> {
            events.advanceTo(seq);
            whole(row).ifPresent(order -> {
                if (orders.meetLedger(row, seq)) {
                    money.check(order, "at " + seq);
                }
            });
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

    /** The order of a row, or empty where it cannot be read; that, and columns that tell something else, are reported. */
    private Optional<Order> whole(OrderAccount row) {
        try {
            OrderId id = OrderId.parse(row.id()).orElseThrow(() -> new IllegalArgumentException("a broken order id"));
            Order order = OrderRecord.parse(id, row.record());
            if (!row.equals(account(order, row.record()))) {
                problems.add("order " + id + " is told differently by its columns and its record in the ledger");
            }
            return Optional.of(order);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("order " + row.id() + " cannot be read in the ledger: " + e.getMessage());
            return Optional.empty();
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
