package io.ganchang.session;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ReadPools;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions as everyone may see them, read from their partitions. One per event loop. */
public final class Sessions {
    private final Partitions partitions;
    private final PartitionCalls calls;
    private final Ledger ledger;

    public Sessions(Partitions partitions, PartitionCalls calls, Ledger ledger) {
        this.partitions = partitions;
        this.calls = calls;
        this.ledger = ledger;
    }

    /** The session as it is now. */
    public Future<Outcome<Session>> find(SessionId id) {
        return partition(id).compose(found -> PartitionCalls.then(found, this::read));
    }

    /** A page of sessions by id. */
    public record Page(List<Session> sessions, Optional<SessionId> next) {}

    /**
     * Sessions by id, as they are now.
     *
     * @param state only those in it; all, where empty
     * @param after only those with a greater id
     */
    public Future<Page> list(Optional<SessionState> state, Optional<SessionId> after, int limit) {
        return Future.fromCompletionStage(ledger.sessions(Optional.empty(), after, limit))
                .compose(stored -> readAll(stored)
                        .map(sessions -> new Page(
                                sessions.stream()
                                        .filter(session -> state.isEmpty() || session.state() == state.get())
                                        .toList(),
                                stored.size() < limit
                                        ? Optional.empty()
                                        : Optional.of(
                                                stored.get(stored.size() - 1).id()))));
    }

    Future<Outcome<Partition>> partition(SessionId id) {
        return partitions
                .find(id)
                .map(found -> found.map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(Problem.NOT_FOUND, "There is no session " + id + ".")));
    }

    Future<Outcome<Session>> read(Partition partition) {
        return ReadPools.call(calls.link(), partition)
                .compose(outcome -> PartitionCalls.then(
                        outcome, snapshot -> Future.succeededFuture(Outcome.done(snapshot.session()))));
    }

    /** Those that are there; a session whose birth is not complete is left out. */
    private Future<List<Session>> readAll(List<StoredSession> stored) {
        List<Future<Outcome<Session>>> reads =
                stored.stream().map(session -> read(partitions.add(session))).toList();
        return Future.join(reads).map(all -> {
            List<Session> sessions = new ArrayList<>(reads.size());
            for (Future<Outcome<Session>> read : reads) {
                if (read.result() instanceof Done<Session> done) {
                    sessions.add(done.value());
                }
            }
            return sessions;
        });
    }
}
