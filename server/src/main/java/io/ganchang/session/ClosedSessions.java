package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.PartitionSnapshot;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Closed sessions, which the ledger alone can show, and which take no command. One per event loop. */
final class ClosedSessions {
    private final Partitions partitions;
    private final Ledger ledger;

    ClosedSessions(Partitions partitions, Ledger ledger) {
        this.partitions = partitions;
        this.ledger = ledger;
    }

    /** Those of {@code stored} that are closed, as they were in the end. */
    Future<Map<SessionId, Session>> read(Collection<StoredSession> stored) {
        List<SessionId> closed = stored.stream()
                .filter(StoredSession::isClosed)
                .map(StoredSession::id)
                .toList();
        return closed.isEmpty()
                ? Future.succeededFuture(Map.of())
                : OnCallersLoop.of(ledger.finalBooks(closed)).map(ClosedSessions::sessions);
    }

    private static Map<SessionId, Session> sessions(Map<SessionId, PartitionSnapshot> books) {
        Map<SessionId, Session> sessions = new LinkedHashMap<>();
        books.forEach((id, snapshot) -> sessions.put(id, snapshot.session()));
        return sessions;
    }

    /** What was found in the partition, or the session as the ledger has it, where it is closed. */
    Future<Outcome<Session>> orClosed(SessionId id, Outcome<Session> found) {
        return partitions.orClosed(id, found, stored -> read(stored, found, Outcome::done));
    }

    /** What became of a command, or why a closed session takes none. */
    <T> Future<Outcome<T>> unlessClosed(SessionId id, Caller caller, Outcome<T> outcome) {
        return partitions.orClosed(id, outcome, stored -> read(stored, outcome, session -> refusal(session, caller)));
    }

    private <T> Future<Outcome<T>> read(
            StoredSession stored, Outcome<T> otherwise, Function<Session, Outcome<T>> answer) {
        return read(List.of(stored)).map(sessions -> {
            Session session = sessions.get(stored.id());
            return session == null ? otherwise : answer.apply(session);
        });
    }

    private static <T> Outcome<T> refusal(Session session, Caller caller) {
        return Access.mayCommand(caller, session.terms())
                ? Outcome.refused(Problem.SESSION_STATE, "The session is closed.")
                : Outcome.refused(Problem.FORBIDDEN, "Session " + session.id() + " has another host.");
    }
}
