package io.ganchang.ledger;

import io.ganchang.database.RowBatch;
import io.ganchang.database.Transaction;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code refund}, but for the columns of whoever carries refunds out. */
final class RefundTable {
    static final String COLUMNS =
            "r.id, r.session, r.seq, r.done_seq, r.gateway, r.payment_id, r.order_ref, r.currency,"
                    + " r.amount_minor, r.reason, r.state, r.created_ms, r.updated_ms";
    private static final String INSERT =
            "INSERT INTO refund (id, session, seq, done_seq, gateway, payment_id, order_ref,"
                    + " currency, amount_minor, reason, state, created_ms, updated_ms)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private RefundTable() {}

    /** Writes the rows in their order: what comes later of a refund changes its state. */
    static void upsert(Transaction transaction, Collection<RefundRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        RowBatch batch = transaction.batch(INSERT + " ON CONFLICT (id) DO UPDATE SET state = excluded.state,"
                + " done_seq = excluded.done_seq, updated_ms = excluded.updated_ms, stuck = 0,"
                + " last_error = NULL");
        rows.forEach(row -> batch.add(values(row)));
        batch.execute();
    }

    /** Whether {@code stray} was not there and is now. */
    static boolean insertIfAbsent(Transaction transaction, RefundRow stray) {
        return transaction.handle().execute(INSERT + " ON CONFLICT DO NOTHING", values(stray)) == 1;
    }

    /** Whether the refund of a stray payment was due and is now done. */
    static boolean settleStray(Transaction transaction, String id, long nowMs) {
        return transaction
                        .handle()
                        .execute(
                                "UPDATE refund SET state = 'done', updated_ms = ?, stuck = 0, last_error = NULL"
                                        + " WHERE id = ? AND session IS NULL AND state = 'due'",
                                nowMs,
                                id)
                == 1;
    }

    private static @Nullable Object[] values(RefundRow row) {
        return new @Nullable Object[] {
            row.id(),
            row.session().map(SessionId::value).orElse(null),
            row.seq(),
            row.doneSeq(),
            row.payment().gateway(),
            row.payment().paymentId(),
            row.order(),
            row.currency(),
            row.amountMinor(),
            row.reason(),
            Words.of(row.state()),
            row.createdMs(),
            row.updatedMs()
        };
    }

    static Optional<RefundRow> find(Transaction transaction, String id) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM refund r WHERE r.id = :id")
                .bind("id", id)
                .map((row, context) -> refund(row))
                .findOne();
    }

    /** The refunds of one payment that the session has, first to last. */
    static List<RefundRow> ofPayment(Transaction transaction, SessionId session, PaymentKey payment) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM refund r WHERE r.session = :session AND r.gateway = :gateway"
                        + " AND r.payment_id = :payment ORDER BY r.seq")
                .bind("session", session.value())
                .bind("gateway", payment.gateway())
                .bind("payment", payment.paymentId())
                .map((row, context) -> refund(row))
                .list();
    }

    /** A session's refunds above {@code afterSeq}, first to last. */
    static List<RefundRow> page(Transaction transaction, SessionId session, long afterSeq, int limit) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + " FROM refund r WHERE r.session = :session AND r.seq > :after"
                        + " ORDER BY r.seq LIMIT :limit")
                .bind("session", session.value())
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map((row, context) -> refund(row))
                .list();
    }

    static RefundRow refund(ResultSet row) throws SQLException {
        return new RefundRow(
                row.getString("id"),
                Optional.ofNullable(row.getString("session")).map(SessionId::new),
                row.getLong("seq"),
                row.getLong("done_seq"),
                new PaymentKey(row.getString("gateway"), row.getString("payment_id")),
                row.getString("order_ref"),
                row.getString("currency"),
                row.getLong("amount_minor"),
                row.getString("reason"),
                Words.require(RefundState.class, row.getString("state")),
                row.getLong("created_ms"),
                row.getLong("updated_ms"));
    }
}
