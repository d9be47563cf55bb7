package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.domain.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of {@code session}. */
final class SessionTable {
    private static final String BORN = "born";
    private static final String COLUMNS = "SELECT s.id, s.host, s.state, s.document, s.key_id, s.epoch, s.created_ms,"
            + " CASE WHEN s.state = 'closed' THEN (SELECT e.seq FROM event e WHERE e.session = s.id"
            + " AND e.type = 'session.closed' ORDER BY e.seq DESC LIMIT 1) ELSE c.seq END AS seq, c.tag FROM session s JOIN ledger_cursor c ON c.session = s.id ";

    private SessionTable() {}

    /** Whether it was not there and is now. */
    static boolean insertIfAbsent(Transaction transaction, StoredSession session) {
        return transaction
                        .handle()
                        .createUpdate("INSERT INTO session (id, host, state, document, key_id, epoch, created_ms)"
                                + " VALUES (:id, :host, :state, :document, :keyId, :epoch, :createdMs)"
                                + " ON CONFLICT (id) DO NOTHING")
                        .bind("id", session.id().value())
                        .bind("host", session.host())
                        .bind("state", session.state().map(Words::of).orElse(BORN))
                        .bind("document", session.document())
                        .bind("keyId", session.keyId())
                        .bind("epoch", session.epoch())
                        .bind("createdMs", session.createdMs())
                        .execute()
                == 1;
    }

    static Optional<StoredSession> find(Transaction transaction, SessionId id) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE s.id = :id")
                .bind("id", id.value())
                .map((row, context) -> session(row))
                .findOne();
    }

    /**
     * Sessions by id.
     *
     * @param after only those with a greater id; all, where empty
     */
    static List<StoredSession> list(Transaction transaction, Optional<SessionId> after, int limit) {
        return list(transaction, "0 = 0", after, limit);
    }

    /** Closed sessions by id. */
    static List<StoredSession> listClosed(Transaction transaction, Optional<SessionId> after, int limit) {
        return list(transaction, "s.state = 'closed'", after, limit);
    }

    /** Sessions by id that are not closed, in whatever state. */
    static List<StoredSession> listUnclosed(Transaction transaction, Optional<SessionId> after, int limit) {
        return list(transaction, "s.state <> 'closed'", after, limit);
    }

    private static List<StoredSession> list(
            Transaction transaction, String condition, Optional<SessionId> after, int limit) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE " + condition + " AND s.id > :after ORDER BY s.id LIMIT :limit")
                .bind("after", after.map(SessionId::value).orElse(""))
                .bind("limit", limit)
                .map((row, context) -> session(row))
                .list();
    }

    /**
     * Sessions by id that ended at {@code endedMsMax} or before, and are not closed. What ended one is near the end of its
     * events, so the look for it is short.
     */
    static List<StoredSession> listEnded(
            Transaction transaction, long endedMsMax, Optional<SessionId> after, int limit) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE s.state = 'ended' AND s.id > :after AND (SELECT e.at_ms FROM event e"
                        + " WHERE e.session = s.id AND e.type = :ended ORDER BY e.seq DESC LIMIT 1) <= :max"
                        + " ORDER BY s.id LIMIT :limit")
                .bind("after", after.map(SessionId::value).orElse(""))
                .bind("ended", Event.SESSION_ENDED)
                .bind("max", endedMsMax)
                .bind("limit", limit)
                .map((row, context) -> session(row))
                .list();
    }

    static void update(Transaction transaction, Collection<SessionChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        PreparedBatch batch = transaction
                .handle()
                .prepareBatch("UPDATE session SET state = :state, document = :document WHERE id = :id");
        for (SessionChange change : changes) {
            batch.bind("state", Words.of(change.state()))
                    .bind("document", change.document())
                    .bind("id", change.session().value())
                    .add();
        }
        batch.execute();
    }

    /** Whether the session was in {@code epoch} and not closed, and is now in the next. */
    static boolean mintEpoch(Transaction transaction, SessionId id, long epoch) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE session SET epoch = epoch + 1"
                                + " WHERE id = :id AND epoch = :epoch AND state <> 'closed'")
                        .bind("id", id.value())
                        .bind("epoch", epoch)
                        .execute()
                == 1;
    }

    /** Whether the session is in a later epoch than {@code epoch} and not closed. */
    static boolean isUnclosedAfter(Transaction transaction, SessionId id, long epoch) {
        return transaction
                .handle()
                .createQuery("SELECT 1 FROM session WHERE id = :id AND epoch > :epoch AND state <> 'closed'")
                .bind("id", id.value())
                .bind("epoch", epoch)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static StoredSession session(ResultSet row) throws SQLException {
        return new StoredSession(
                new SessionId(row.getString("id")),
                row.getString("host"),
                state(row.getString("state")),
                row.getString("document"),
                row.getString("key_id"),
                row.getLong("epoch"),
                row.getLong("created_ms"),
                row.getLong("seq"),
                row.getString("tag"));
    }

    private static Optional<SessionState> state(String word) {
        return word.equals(BORN) ? Optional.empty() : Optional.of(Words.require(SessionState.class, word));
    }
}
