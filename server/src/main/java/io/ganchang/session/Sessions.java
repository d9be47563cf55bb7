package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ReadPools;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Sessions as everyone may see them, read from their partitions. One per event loop. */
public final class Sessions {
    private static final Set<Problem> MAY_BE_LEFT_OUT = EnumSet.of(Problem.NOT_FOUND, Problem.SESSION_FROZEN);

    /** How often the ledger is read to fill one page. */
    private static final int READS_PER_PAGE_MAX = 5;

    /** How many sessions are looked at in one go for those in a state. */
    private static final int SESSIONS_PER_SEARCH_MIN = 100;

    private final Partitions partitions;
    private final PartitionCalls calls;
    private final Ledger ledger;
    private final ClosedSessions closed;

    public Sessions(Partitions partitions, PartitionCalls calls, Ledger ledger) {
        this.partitions = partitions;
        this.calls = calls;
        this.ledger = ledger;
        this.closed = new ClosedSessions(partitions, ledger);
    }

    /** The session as it is now. */
    public Future<Outcome<Session>> find(SessionId id) {
        return partition(id)
                .compose(found -> PartitionCalls.then(found, this::read))
                .compose(found -> closed.orClosed(id, found));
    }

    /** The session, closed ones too, where {@code caller} may command it. */
    public Future<Outcome<Session>> findFor(Caller caller, SessionId id) {
        return find(id).map(found -> found instanceof Done<Session> done
                        && !Access.mayCommand(caller, done.value().terms())
                ? Outcome.refused(Problem.FORBIDDEN, "Session " + id + " has another host.")
                : found);
    }

    /** A page of sessions by id. */
    public record Page(List<Session> sessions, Optional<SessionId> next) {}

    /**
     * Sessions by id, as they are now. Which are closed, the ledger knows; in what other state they are, only their
     * partitions: a page of those in a rare one may be short although more follow.
     *
     * @param state only those in it; all, where empty
     * @param after only those with a greater id
     */
    public Future<Outcome<Page>> list(Optional<SessionState> state, Optional<SessionId> after, int limit) {
        return list(state, after, limit, List.of(), 1);
    }

    private Future<Outcome<Page>> list(
            Optional<SessionState> state, Optional<SessionId> after, int limit, List<Session> before, int reads) {
        int reading = state.isEmpty() ? limit : Math.max(limit, SESSIONS_PER_SEARCH_MIN);
        return OnCallersLoop.of(stored(state, after, reading))
                .compose(stored -> readAll(stored)
                        .compose(read -> PartitionCalls.then(read, sessions -> {
                            List<Session> found = Stream.concat(
                                            before.stream(),
                                            sessions.stream()
                                                    .filter(session ->
                                                            state.isEmpty() || session.state() == state.get()))
                                    .toList();
                            if (found.size() >= limit) {
                                return page(
                                        found.subList(0, limit),
                                        Optional.of(found.get(limit - 1).id()));
                            }
                            if (stored.size() < reading) {
                                return page(found, Optional.empty());
                            }
                            Optional<SessionId> last =
                                    Optional.of(stored.get(stored.size() - 1).id());
                            return reads < READS_PER_PAGE_MAX
                                    ? list(state, last, limit, found, reads + 1)
                                    : page(found, last);
                        })));
    }

    /** Those that may be in {@code state}. */
    private CompletionStage<List<StoredSession>> stored(
            Optional<SessionState> state, Optional<SessionId> after, int limit) {
        if (state.isEmpty()) {
            return ledger.sessions(after, limit);
        }
        return state.get() == SessionState.CLOSED
                ? ledger.closedSessions(after, limit)
                : ledger.unclosedSessions(after, limit);
    }

    private static Future<Outcome<Page>> page(List<Session> sessions, Optional<SessionId> next) {
        return Future.succeededFuture(Outcome.done(new Page(sessions, next)));
    }

    Future<Outcome<Partition>> partition(SessionId id) {
        return partitions.open(id);
    }

    Future<Outcome<Session>> read(Partition partition) {
        return ReadPools.call(calls.link(), partition)
                .compose(outcome -> PartitionCalls.then(
                        outcome, snapshot -> Future.succeededFuture(Outcome.done(snapshot.session()))));
    }

    /**
     * Those that can be shown: a session whose birth is not complete, or that is frozen, is left out. Where Redis does not
     * answer there is no list, lest it look as if there were no sessions.
     */
    private Future<Outcome<List<Session>>> readAll(List<StoredSession> stored) {
        return closed.read(stored).compose(closedOnes -> {
            List<Future<Outcome<Session>>> reads = stored.stream()
                    .map(session -> session.isClosed()
                            ? inTheEnd(session.id(), closedOnes)
                            : read(partitions.add(session)).compose(found -> closed.orClosed(session.id(), found)))
                    .toList();
            return Future.join(reads).map(all -> shown(reads));
        });
    }

    private static Future<Outcome<Session>> inTheEnd(SessionId id, Map<SessionId, Session> closedOnes) {
        Session session = closedOnes.get(id);
        return session == null
                ? PartitionCalls.refuse(Problem.NOT_FOUND, "The last event of session " + id + " is missing.")
                : Future.succeededFuture(Outcome.done(session));
    }

    private static Outcome<List<Session>> shown(List<Future<Outcome<Session>>> reads) {
        List<Session> sessions = new ArrayList<>(reads.size());
        for (Future<Outcome<Session>> read : reads) {
            if (read.result() instanceof Refused<Session> refused) {
                if (!MAY_BE_LEFT_OUT.contains(refused.problem())) {
                    return Outcome.refused(refused.problem(), refused.detail());
                }
            } else {
                sessions.add(((Done<Session>) read.result()).value());
            }
        }
        return Outcome.done(sessions);
    }

    /** What became of a command, or why a closed session takes none. */
    <T> Future<Outcome<T>> unlessClosed(SessionId id, Caller caller, Outcome<T> outcome) {
        return closed.unlessClosed(id, caller, outcome);
    }
}
