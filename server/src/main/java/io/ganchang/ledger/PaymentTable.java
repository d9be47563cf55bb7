package io.ganchang.ledger;

import io.ganchang.database.RowBatch;
import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of {@code payment}. */
final class PaymentTable {
    private static final String INSERT = "INSERT INTO payment (session, gateway, payment_id, order_ref, currency,"
            + " amount_minor, seq, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT =
            "SELECT session, gateway, payment_id, order_ref, currency, amount_minor, seq, at_ms FROM payment ";

    private PaymentTable() {}

    static void insert(Transaction transaction, Collection<PaymentRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        RowBatch batch = transaction.batch(INSERT);
        rows.forEach(row -> batch.add(values(row)));
        batch.execute();
    }

    /** Whether {@code stray} was not there and is now. */
    static boolean insertIfAbsent(Transaction transaction, PaymentRow stray) {
        return transaction.handle().execute(INSERT + " ON CONFLICT DO NOTHING", values(stray)) == 1;
    }

    private static @Nullable Object[] values(PaymentRow row) {
        return new @Nullable Object[] {
            row.session().map(SessionId::value).orElse(null),
            row.key().gateway(),
            row.key().paymentId(),
            row.order(),
            row.currency(),
            row.amountMinor(),
            row.seq(),
            row.atMs()
        };
    }

    /** The payment of that key which the session has. */
    static Optional<PaymentRow> find(Transaction transaction, SessionId session, PaymentKey key) {
        return transaction
                .handle()
                .createQuery(SELECT + "WHERE session = :session AND gateway = :gateway AND payment_id = :payment")
                .bind("session", session.value())
                .bind("gateway", key.gateway())
                .bind("payment", key.paymentId())
                .map((row, context) -> payment(row))
                .findOne();
    }

    /** The order that a payment of that key named in some session. */
    static Optional<OrderId> orderOf(Transaction transaction, PaymentKey key) {
        return transaction
                .handle()
                .createQuery(
                        SELECT + "WHERE gateway = :gateway AND payment_id = :payment AND session IS NOT NULL LIMIT 1")
                .bind("gateway", key.gateway())
                .bind("payment", key.paymentId())
                .map((row, context) -> payment(row))
                .findOne()
                .flatMap(payment -> payment.session().map(session -> new OrderId(session, payment.order())));
    }

    /** A session's payments above {@code afterSeq}, first to last. */
    static List<PaymentRow> page(Transaction transaction, SessionId session, long afterSeq, int limit) {
        return transaction
                .handle()
                .createQuery(SELECT + "WHERE session = :session AND seq > :after ORDER BY seq LIMIT :limit")
                .bind("session", session.value())
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map((row, context) -> payment(row))
                .list();
    }

    private static PaymentRow payment(ResultSet row) throws SQLException {
        return new PaymentRow(
                Optional.ofNullable(row.getString("session")).map(SessionId::new),
                new PaymentKey(row.getString("gateway"), row.getString("payment_id")),
                row.getString("order_ref"),
                row.getString("currency"),
                row.getLong("amount_minor"),
                row.getLong("seq"),
                row.getLong("at_ms"));
    }
}
