package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Rows of {@code erasure}, the tombstones of delivery data, and what must be known of an order to erase its own. */
final class ErasureTable {
    private static final String COLUMNS = "SELECT o.id, o.state, o.seq, o.created_ms, t.order_id AS tombstone"
            + " FROM orders o LEFT JOIN erasure t ON t.order_id = o.id ";

    private ErasureTable() {}

    /**
     * An order as erasing sees it.
     *
     * @param seq of its last event
     */
    record Candidate(OrderId id, OrderState state, long seq, long createdMs, boolean erased) {}

    static Optional<Candidate> find(Transaction transaction, OrderId order) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE o.id = :id")
                .bind("id", order.toString())
                .map((row, context) -> candidate(row))
                .findOne();
    }

    /** Orders that count for {@code viewer}, by id; of one session, where one is given. */
    static List<OrderId> ofViewer(
            Transaction transaction, String viewer, Optional<SessionId> session, String after, int limit) {
        Query query = transaction
                .handle()
                .createQuery("SELECT id FROM orders WHERE viewer = :viewer AND id > :after"
                        + (session.isPresent() ? " AND session = :session" : "") + " ORDER BY id LIMIT :limit");
        session.ifPresent(id -> query.bind("session", id.value()));
        return query.bind("viewer", viewer)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> OrderId.parse(row.getString("id")).orElseThrow())
                .list();
    }

    /** Orders of a session that still have delivery data, in the order in which they were placed. */
    static List<Candidate> withDelivery(
            Transaction transaction, SessionId session, long afterMs, String afterId, int limit) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "JOIN delivery d ON d.order_id = o.id WHERE o.session = :session"
                        + " AND (o.created_ms, o.id) > (:afterMs, :afterId) ORDER BY o.created_ms, o.id LIMIT :limit")
                .bind("session", session.value())
                .bind("afterMs", afterMs)
                .bind("afterId", afterId)
                .bind("limit", limit)
                .map((row, context) -> candidate(row))
                .list();
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                OrderId.parse(row.getString("id")).orElseThrow(),
                Words.require(OrderState.class, row.getString("state")),
                row.getLong("seq"),
                row.getLong("created_ms"),
                row.getString("tombstone") != null);
    }

    /** Deletes the delivery data of {@code orders} and leaves a tombstone for each. */
    static void erase(Transaction transaction, Collection<OrderId> orders, long atMs, String reason) {
        if (orders.isEmpty()) {
            return;
        }
        PreparedBatch tombstones = transaction
                .handle()
                .prepareBatch(
                        "INSERT INTO erasure (order_id, at_ms, reason) VALUES (?, ?, ?) ON CONFLICT (order_id) DO NOTHING");
        PreparedBatch deletions = transaction.handle().prepareBatch("DELETE FROM delivery WHERE order_id = ?");
        for (OrderId order : orders) {
            tombstones.add(order.toString(), atMs, reason);
            deletions.add(order.toString());
        }
        tombstones.execute();
        deletions.execute();
    }

    /** Ended sessions that may still have delivery data which retention is to look at, by id. */
    static List<SessionId> endedAndKept(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT s.id FROM session s LEFT JOIN retention r ON r.session = s.id"
                        + " WHERE s.state IN ('ended', 'closed') AND r.session IS NULL ORDER BY s.id")
                .map((row, context) -> new SessionId(row.getString("id")))
                .list();
    }

    /** Notes that nothing of the session is left to erase. */
    static void allErased(Transaction transaction, SessionId session, long atMs) {
        transaction
                .handle()
                .execute(
                        "INSERT INTO retention (session, done_ms) VALUES (?, ?) ON CONFLICT (session) DO NOTHING",
                        session.value(),
                        atMs);
    }
}
