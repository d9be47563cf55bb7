package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import io.ganchang.redis.OrderRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * Rows of {@code orders} with those of {@code delivery}, by session.
 *
 * <p>Telephone numbers have no index: one would be a second place of personal data. A search passes over the session's
 * orders instead, a bounded number of them a time.
 */
final class SessionOrderTable {
    /** Most orders that one search passes over. */
    static final int SCANNED_MAX = 200_000;

    private static final Place FIRST = new Place(Long.MAX_VALUE, "");
    private static final Place LAST = new Place(Long.MIN_VALUE, "");
    private static final String NEWEST_FIRST = " ORDER BY o.created_ms DESC, o.id DESC";
    private static final String ROWS = "SELECT o.id, o.record, d.document FROM orders o"
            + " LEFT JOIN delivery d ON d.order_id = o.id"
            + " WHERE o.session = :session AND (o.created_ms, o.id) < (:afterMs, :afterId)"
            + " AND (o.created_ms, o.id) >= (:lastMs, :lastId)";

    private SessionOrderTable() {}

    /** Where an order stands in the list. */
    private record Place(long createdMs, String id) {}

    /**
     * The orders of {@code session} that {@code search} wants, newest first.
     *
     * @param after the last order of the page before; where it is not of the session, there is no next page
     */
    static OrderSearch.Page page(
            Transaction transaction, SessionId session, OrderSearch search, Optional<OrderId> after, int limit) {
        Optional<Place> from =
                after.isEmpty() ? Optional.of(FIRST) : after.flatMap(id -> place(transaction, session, id));
        if (from.isEmpty()) {
            return new OrderSearch.Page(List.of(), Optional.empty());
        }
        Optional<Place> scanned = search.isForAll() ? Optional.empty() : lastScanned(transaction, session, from.get());
        List<DeliveredOrder> orders = rows(transaction, session, search, from.get(), scanned.orElse(LAST), limit);
        return new OrderSearch.Page(
                orders, orders.size() < limit ? scanned.flatMap(SessionOrderTable::id) : last(orders));
    }

    private static Optional<OrderId> last(List<DeliveredOrder> orders) {
        return Optional.of(orders.get(orders.size() - 1).order().id());
    }

    private static Optional<OrderId> id(Place place) {
        return OrderId.parse(place.id());
    }

    private static Optional<Place> place(Transaction transaction, SessionId session, OrderId id) {
        return transaction
                .handle()
                .createQuery("SELECT o.created_ms, o.id FROM orders o WHERE o.session = :session AND o.id = :id")
                .bind("session", session.value())
                .bind("id", id.toString())
                .map((row, context) -> place(row))
                .findOne();
    }

    /** The last order that a search from there passes over, where it cannot pass over all. */
    private static Optional<Place> lastScanned(Transaction transaction, SessionId session, Place from) {
        return transaction
                .handle()
                .createQuery("SELECT o.created_ms, o.id FROM orders o WHERE o.session = :session"
                        + " AND (o.created_ms, o.id) < (:afterMs, :afterId)" + NEWEST_FIRST
                        + " LIMIT 1 OFFSET :scanned")
                .bind("session", session.value())
                .bind("afterMs", from.createdMs())
                .bind("afterId", from.id())
                .bind("scanned", SCANNED_MAX - 1)
                .map((row, context) -> place(row))
                .findOne();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong("created_ms"), row.getString("id"));
    }

    private static List<DeliveredOrder> rows(
            Transaction transaction, SessionId session, OrderSearch search, Place from, Place to, int limit) {
        Query query = transaction
                .handle()
                .createQuery(sql(search))
                .bind("session", session.value())
                .bind("afterMs", from.createdMs())
                .bind("afterId", from.id())
                .bind("lastMs", to.createdMs())
                .bind("lastId", to.id());
        search.state().ifPresent(state -> query.bind("state", Words.of(state)));
        search.phoneLast4().ifPresent(digits -> query.bind("digits", likeDigits(digits)));
        try (Stream<DeliveredOrder> rows = query.map((row, context) -> order(row)).stream()) {
            return rows.filter(row -> search.fits(row.delivery())).limit(limit).toList();
        }
    }

    /** SQL leaves out most rows, so that few documents are read; {@link OrderSearch#fits} decides. */
    private static String sql(OrderSearch search) {
        return ROWS
                + (search.state().isPresent() ? " AND o.state = :state" : "")
                + (search.phoneLast4().isPresent() ? " AND d.document LIKE :digits" : "")
                + NEWEST_FIRST;
    }

    private static String likeDigits(String digits) {
        return '%' + String.join("%", digits.split("", -1)) + '%';
    }

    private static DeliveredOrder order(ResultSet row) throws SQLException {
        OrderId id = OrderId.parse(row.getString("id")).orElseThrow();
        return new DeliveredOrder(
                OrderRecord.parse(id, row.getString("record")), DeliveryDocument.parse(row.getString("document")));
    }
}
