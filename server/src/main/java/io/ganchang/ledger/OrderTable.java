package io.ganchang.ledger;

import io.ganchang.database.Row;
import io.ganchang.database.Transaction;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import io.ganchang.redis.OrderRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rows of {@code orders}: each order as its last event left it. */
final class OrderTable {
    private OrderTable() {}

    static void upsert(Transaction transaction, Collection<OrderRow> rows) {
        transaction.executeEach(
                "INSERT INTO orders (id, session, seq, state, viewer, owner, channel, amount_minor,"
                        + " currency, paid_minor, refunded_minor, granted_minor, record, created_ms, updated_ms)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state = excluded.state,"
                        + " amount_minor = excluded.amount_minor, paid_minor = excluded.paid_minor,"
                        + " refunded_minor = excluded.refunded_minor, granted_minor = excluded.granted_minor,"
                        + " record = excluded.record,"
                        + " updated_ms = excluded.updated_ms",
                rows,
                (values, row) -> fill(values, row.order(), row.record()));
    }

    private static void fill(Row values, Order order, String record) throws SQLException {
        values.text(order.id().toString())
                .text(order.id().session().value())
                .number(order.seq())
                .text(Words.of(order.state()))
                .text(order.viewer())
                .text(order.owner())
                .text(order.channel())
                .number(order.amountMinor())
                .text(order.currency())
                .number(order.payment().paidMinor())
                .number(order.payment().refundedMinor())
                .number(order.payment().grantedMinor())
                .text(record)
                .number(order.createdMs())
                .number(order.updatedMs());
    }

    static Optional<OrderRow> find(Transaction transaction, OrderId id) {
        return transaction
                .handle()
                .createQuery("SELECT id, record FROM orders WHERE id = :id")
                .bind("id", id.toString())
                .map((row, context) -> new OrderRow(order(row), row.getString("record")))
                .findOne();
    }

    /** The newest orders that {@code owner} placed. */
    static List<Order> newest(Transaction transaction, String owner, int limit) {
        return transaction
                .handle()
                .createQuery("SELECT id, record FROM orders WHERE owner = :owner"
                        + " ORDER BY created_ms DESC, id DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("limit", limit)
                .map((row, context) -> order(row))
                .list();
    }

    /** The newest orders that {@code owner} placed before {@code after}; none, where that is not an order of theirs. */
    static List<Order> newestAfter(Transaction transaction, String owner, OrderId after, int limit) {
        return transaction
                .handle()
                .createQuery("SELECT id, record FROM orders WHERE owner = :owner AND (created_ms, id) <"
                        + " (SELECT created_ms, id FROM orders WHERE id = :after AND owner = :owner)"
                        + " ORDER BY created_ms DESC, id DESC LIMIT :limit")
                .bind("owner", owner)
                .bind("after", after.toString())
                .bind("limit", limit)
                .map((row, context) -> order(row))
                .list();
    }

    /** A session's rows by id, as they are. */
    static List<OrderAccount> page(
            Transaction transaction, SessionId session, String afterId, long aboveSeq, int limit) {
        return transaction
                .handle()
                .createQuery("SELECT id, session, seq, state, viewer, owner, channel, amount_minor,"
                        + " paid_minor, refunded_minor, granted_minor, currency, record, created_ms, updated_ms"
                        + " FROM orders WHERE id > :after AND id < :end AND seq > :above"
                        + " ORDER BY id LIMIT :limit")
                .bind("after", afterId.isEmpty() ? session.value() + '.' : afterId)
                .bind("end", session.value() + '/') // the character after the dot
                .bind("above", aboveSeq)
                .bind("limit", limit)
                .map((row, context) -> account(row))
                .list();
    }

    private static OrderAccount account(ResultSet row) throws SQLException {
        return new OrderAccount(
                row.getString("id"),
                row.getString("session"),
                row.getLong("seq"),
                row.getString("state"),
                row.getString("viewer"),
                row.getString("owner"),
                row.getString("channel"),
                row.getLong("amount_minor"),
                row.getLong("paid_minor"),
                row.getLong("refunded_minor"),
                row.getLong("granted_minor"),
                row.getString("currency"),
                row.getString("record"),
                row.getLong("created_ms"),
                row.getLong("updated_ms"));
    }

    private static Order order(ResultSet row) throws SQLException {
        OrderId id = OrderId.parse(row.getString("id")).orElseThrow();
        return OrderRecord.parse(id, row.getString("record"));
    }
}
