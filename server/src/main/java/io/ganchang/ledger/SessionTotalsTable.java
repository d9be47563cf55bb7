package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;

/** Sums over rows of {@code orders}, {@code payment} and {@code refund}; indices have all of it, so no row is read. */
final class SessionTotalsTable {
    static final String ORDERS = "SELECT o.state, o.currency, count(*) AS orders, sum(o.amount_minor) AS amount_minor"
            + " FROM orders o WHERE o.session = :session GROUP BY o.state, o.currency";
    static final String PAYMENTS = "SELECT p.currency, sum(p.amount_minor) AS amount_minor"
            + " FROM payment p WHERE p.session = :session GROUP BY p.currency";
    static final String REFUNDS = "SELECT r.state, r.currency, count(*) AS refunds, sum(r.stuck) AS stuck,"
            + " sum(r.amount_minor) AS amount_minor"
            + " FROM refund r WHERE r.session = :session GROUP BY r.state, r.currency";

    private SessionTotalsTable() {}

    static SessionTotals of(Transaction transaction, SessionId session) {
        long seq = LedgerCursorTable.find(transaction, session)
                .map(LedgerCursor::seq)
                .orElse(0L);
        return new SessionTotals(
                seq, orders(transaction, session), paid(transaction, session), refunds(transaction, session));
    }

    private static List<OrderSum> orders(Transaction transaction, SessionId session) {
        return rows(
                transaction,
                ORDERS,
                session,
                (row, context) -> new OrderSum(
                        Words.require(OrderState.class, row.getString("state")),
                        row.getString("currency"),
                        row.getLong("orders"),
                        row.getLong("amount_minor")));
    }

    private static Map<String, Long> paid(Transaction transaction, SessionId session) {
        return rows(
                        transaction,
                        PAYMENTS,
                        session,
                        (row, context) -> Map.entry(row.getString("currency"), row.getLong("amount_minor")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<RefundSum> refunds(Transaction transaction, SessionId session) {
        return rows(
                transaction,
                REFUNDS,
                session,
                (row, context) -> new RefundSum(
                        Words.require(RefundState.class, row.getString("state")),
                        row.getString("currency"),
                        row.getLong("refunds"),
                        row.getLong("stuck"),
                        row.getLong("amount_minor")));
    }

    private static <T> List<T> rows(Transaction transaction, String sql, SessionId session, RowMapper<T> mapper) {
        return transaction
                .handle()
                .createQuery(sql)
                .bind("session", session.value())
                .map(mapper)
                .list();
    }
}
