package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** The columns of {@code refund} that whoever carries refunds out keeps. */
final class OpenRefundTable {
    private static final String SELECT = "SELECT " + RefundTable.COLUMNS
            + ", r.attempts, r.next_ms, r.stuck, r.last_error, COALESCE("
            + "(SELECT p.amount_minor FROM payment p WHERE p.session = r.session AND p.gateway = r.gateway"
            + " AND p.payment_id = r.payment_id), "
            + "(SELECT p.amount_minor FROM payment p WHERE p.session IS NULL AND r.session IS NULL"
            + " AND p.gateway = r.gateway AND p.payment_id = r.payment_id), r.amount_minor) AS paid_minor"
            + " FROM refund r ";

    private OpenRefundTable() {}

    /** Those that are to be tried at {@code nowMs}, the longest overdue first. */
    static List<OpenRefund> due(Transaction transaction, long nowMs, int limit) {
        return list(transaction
                .handle()
                .createQuery(SELECT + "WHERE r.state = 'due' AND r.stuck = 0 AND r.next_ms <= :now"
                        + " ORDER BY r.next_ms, r.id LIMIT :limit")
                .bind("now", nowMs)
                .bind("limit", limit));
    }

    /** Those that are stuck, or those that are not, by id. */
    static List<OpenRefund> page(Transaction transaction, boolean stuck, String afterId, int limit) {
        return list(transaction
                .handle()
                .createQuery(SELECT + "WHERE r.state = 'due' AND r.stuck = :stuck AND r.id > :after"
                        + " ORDER BY r.id LIMIT :limit")
                .bind("stuck", stuck ? 1 : 0)
                .bind("after", afterId)
                .bind("limit", limit));
    }

    static Optional<OpenRefund> find(Transaction transaction, String id) {
        return transaction
                .handle()
                .createQuery(SELECT + "WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> open(row))
                .findOne();
    }

    static long count(Transaction transaction, boolean stuck) {
        return transaction
                .handle()
                .createQuery("SELECT count(*) FROM refund WHERE state = 'due' AND stuck = :stuck")
                .bind("stuck", stuck ? 1 : 0)
                .mapTo(Long.class)
                .one();
    }

    /** Whether it was to be tried from {@code fromMs} on, and is now from {@code toMs} on. */
    static boolean postpone(Transaction transaction, String id, long fromMs, long toMs) {
        return transaction
                        .handle()
                        .execute(
                                "UPDATE refund SET next_ms = ? WHERE id = ? AND state = 'due' AND stuck = 0"
                                        + " AND next_ms = ?",
                                toMs,
                                id,
                                fromMs)
                == 1;
    }

    /** Notes how an attempt went, unless the refund is done meanwhile. */
    static void note(Transaction transaction, String id, int attempts, long nextMs, boolean stuck, String error) {
        transaction
                .handle()
                .execute(
                        "UPDATE refund SET attempts = ?, next_ms = ?, stuck = ?, last_error = ?"
                                + " WHERE id = ? AND state = 'due'",
                        attempts,
                        nextMs,
                        stuck ? 1 : 0,
                        error,
                        id);
    }

    /** Lets it be tried at once, as if it never had been. */
    static void renew(Transaction transaction, String id) {
        transaction
                .handle()
                .execute("UPDATE refund SET attempts = 0, next_ms = 0, stuck = 0 WHERE id = ? AND state = 'due'", id);
    }

    private static List<OpenRefund> list(Query query) {
        return query.map((row, context) -> open(row)).list();
    }

    private static OpenRefund open(ResultSet row) throws SQLException {
        return new OpenRefund(
                RefundTable.refund(row),
                row.getLong("paid_minor"),
                row.getInt("attempts"),
                row.getLong("next_ms"),
                row.getInt("stuck") == 1,
                row.getString("last_error"));
    }
}
