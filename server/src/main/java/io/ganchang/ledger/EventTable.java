package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Rows of {@code event}. */
final class EventTable {
    private static final String COLUMNS =
            "e.session, e.seq, e.epoch, e.at_ms, e.type, e.actor, e.deltas, e.subject, e.body";
    private static final String PAGE = " WHERE e.session = :session AND e.seq > :after ORDER BY e.seq LIMIT :limit";

    private EventTable() {}

    /** Writes all but the attachments of orders' events, which are delivery data and have a table of their own. */
    static void insert(Transaction transaction, Collection<Event> events) {
        transaction.executeEach(
                "INSERT INTO event (session, seq, epoch, at_ms, type, actor, deltas, subject, body, attachment)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                events,
                (row, event) -> row.text(event.id().session().value())
                        .number(event.seq())
                        .number(event.id().epoch())
                        .number(event.atMs())
                        .text(event.type())
                        .text(event.actor())
                        .text(event.deltas())
                        .text(event.subject())
                        .text(event.body())
                        .text(event.isOfOrder() ? null : event.attachment()));
    }

    /** Events above {@code afterSeq}, first to last, those of orders without delivery data. */
    static List<Event> page(Transaction transaction, SessionId session, long afterSeq, int limit) {
        return select(
                transaction, "SELECT " + COLUMNS + ", e.attachment FROM event e" + PAGE, session, afterSeq, limit);
    }

    /** Events above {@code afterSeq}, first to last, every event of an order with the delivery data of that order. */
    static List<Event> pageWithDelivery(Transaction transaction, SessionId session, long afterSeq, int limit) {
        return select(
                transaction,
                "SELECT " + COLUMNS + ", COALESCE(d.document, e.attachment) AS attachment FROM event e"
                        + " LEFT JOIN delivery d ON d.order_id = e.session || '.' || e.subject"
                        + " AND e.type LIKE 'order.%'" + PAGE,
                session,
                afterSeq,
                limit);
    }

    /** Events of commands below {@code beforeSeq}, last to first. Their own index serves the condition as it stands. */
    static List<Event> commandsBefore(Transaction transaction, SessionId session, long beforeSeq, int limit) {
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + ", e.attachment FROM event e"
                        + " WHERE e.session = :session AND e.seq < :before"
                        + " AND (e.type LIKE 'offer.%' OR e.type LIKE 'session.%'"
                        + " OR (e.type = 'refund.due' AND e.body LIKE '% requested'))"
                        + " ORDER BY e.seq DESC LIMIT :limit")
                .bind("session", session.value())
                .bind("before", beforeSeq)
                .bind("limit", limit)
                .map((row, context) -> event(session, row))
                .list();
    }

    /** Events of lapsed holds above {@code afterSeq}, first to last. Their own index serves the condition as it stands. */
    static List<Event> lapses(Transaction transaction, SessionId session, long afterSeq, int limit) {
        return select(
                transaction,
                "SELECT " + COLUMNS + ", e.attachment FROM event e WHERE e.session = :session AND e.seq > :after"
                        + " AND e.type = 'order.expired' ORDER BY e.seq LIMIT :limit",
                session,
                afterSeq,
                limit);
    }

    /** Sequence number of the last event up to {@code seqMax} that has one of {@code types}; 0 for none. */
    static long lastSeqOf(Transaction transaction, SessionId session, Collection<String> types, long seqMax) {
        return transaction
                .handle()
                .createQuery("SELECT seq FROM event WHERE session = :session AND seq <= :max AND type IN (<types>)"
                        + " ORDER BY seq DESC LIMIT 1")
                .bind("session", session.value())
                .bind("max", seqMax)
                .bindList("types", List.copyOf(types))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** The last event of each of {@code sessions} that has {@code type}; nothing of those that have none. */
    static List<Event> lastOf(Transaction transaction, Collection<SessionId> sessions, String type) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        return transaction
                .handle()
                .createQuery("SELECT " + COLUMNS + ", e.attachment FROM session s JOIN event e ON e.session = s.id"
                        + " AND e.seq = (SELECT l.seq FROM event l WHERE l.session = s.id AND l.type = :type"
                        + " ORDER BY l.seq DESC LIMIT 1) WHERE s.id IN (<sessions>)")
                .bind("type", type)
                .bindList("sessions", sessions.stream().map(SessionId::value).toList())
                .map((row, context) -> event(new SessionId(row.getString("session")), row))
                .list();
    }

    /** Partition time of the last event that has {@code type}. */
    static Optional<Long> lastTimeOf(Transaction transaction, SessionId session, String type) {
        return transaction
                .handle()
                .createQuery("SELECT at_ms FROM event WHERE session = :session AND type = :type"
                        + " ORDER BY seq DESC LIMIT 1")
                .bind("session", session.value())
                .bind("type", type)
                .mapTo(Long.class)
                .findOne();
    }

    private static List<Event> select(
            Transaction transaction, String sql, SessionId session, long afterSeq, int limit) {
        return transaction
                .handle()
                .createQuery(sql)
                .bind("session", session.value())
                .bind("after", afterSeq)
                .bind("limit", limit)
                .map((row, context) -> event(session, row))
                .list();
    }

    private static Event event(SessionId session, ResultSet row) throws SQLException {
        return new Event(
                new EventId(session, row.getLong("epoch"), row.getLong("seq")),
                row.getLong("at_ms"),
                row.getString("type"),
                row.getString("actor"),
                row.getString("deltas"),
                row.getString("subject"),
                row.getString("body"),
                row.getString("attachment"));
    }
}
