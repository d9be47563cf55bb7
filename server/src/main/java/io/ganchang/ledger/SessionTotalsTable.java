package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import java.util.List;

/** Sums over rows of {@code orders} and {@code refund}. */
final class SessionTotalsTable {
    /** Index {@code orders_totals} has all of it, so no order's row is read. */
    static final String SUMS = "SELECT o.state, o.currency, count(*) AS orders, sum(o.amount_minor) AS amount_minor,"
            + " sum(o.paid_minor) AS paid_minor, sum(o.refunded_minor) AS refunded_minor,"
            + " sum(o.granted_minor) AS granted_minor"
            + " FROM orders o WHERE o.session = :session GROUP BY o.state, o.currency";

    private static final String REFUNDS = "SELECT count(*) AS due, COALESCE(sum(r.stuck), 0) AS stuck"
            + " FROM refund r WHERE r.state = 'due' AND r.session = :session";

    private SessionTotalsTable() {}

    static SessionTotals of(Transaction transaction, SessionId session) {
        long seq = LedgerCursorTable.find(transaction, session)
                .map(LedgerCursor::seq)
                .orElse(0L);
        List<OrderSum> sums = sums(transaction, session);
        return transaction
                .handle()
                .createQuery(REFUNDS)
                .bind("session", session.value())
                .map((row, context) -> new SessionTotals(seq, sums, row.getLong("due"), row.getLong("stuck")))
                .one();
    }

    private static List<OrderSum> sums(Transaction transaction, SessionId session) {
        return transaction
                .handle()
                .createQuery(SUMS)
                .bind("session", session.value())
                .map((row, context) -> new OrderSum(
                        Words.require(OrderState.class, row.getString("state")),
                        row.getString("currency"),
                        row.getLong("orders"),
                        row.getLong("amount_minor"),
                        row.getLong("paid_minor"),
                        row.getLong("refunded_minor"),
                        row.getLong("granted_minor")))
                .list();
    }
}
