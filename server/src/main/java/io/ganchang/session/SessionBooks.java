package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Event;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.OrderSearch;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.CatchUp;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.Partition;
import io.ganchang.redis.SessionDocument;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What the ledger has of a session for those who command it: its orders with delivery data, and its commands. */
public final class SessionBooks {
    private final Partitions partitions;
    private final CatchUp catchUp;
    private final Ledger ledger;

    public SessionBooks(Partitions partitions, CatchUp catchUp, Ledger ledger) {
        this.partitions = partitions;
        this.catchUp = catchUp;
        this.ledger = ledger;
    }

    /** The books of one session, opened to a caller who may read them. */
    public final class Open {
        private final SessionId session;

        private Open(SessionId session) {
            this.session = session;
        }

        /** Orders, newest first; as {@link Ledger#ordersIn}. */
        public Future<OrderSearch.Page> orders(OrderSearch search, Optional<OrderId> after, int limit) {
            return OnCallersLoop.of(ledger.ordersIn(session, search, after, limit));
        }

        /** Commands, newest first; as {@link Ledger#commandsBefore}. */
        public Future<List<Event>> commandsBefore(long seq, int limit) {
            return OnCallersLoop.of(ledger.commandsBefore(session, seq, limit));
        }
    }

    /**
     * Opens the books to whoever may command the session, once they contain all that was acknowledged here before. What a
     * session's terms say is read from the ledger too, so that the books open also where the partition does not answer.
     */
    public Future<Outcome<Open>> open(Caller caller, SessionId session) {
        return partitions
                .find(session)
                .compose(found ->
                        found.map(partition -> open(caller, partition)).orElseGet(() -> openClosed(caller, session)));
    }

    /** Of a closed session the ledger has everything. */
    private Future<Outcome<Open>> openClosed(Caller caller, SessionId session) {
        return partitions
                .closed(session)
                .map(closed -> closed.map(stored -> opened(caller, stored))
                        .orElseGet(() -> Outcome.refused(Problem.NOT_FOUND, "There is no such session.")));
    }

    private Future<Outcome<Open>> open(Caller caller, Partition partition) {
        return catchUp.with(partition)
                .compose(caughtUp -> caughtUp
                        ? OnCallersLoop.of(ledger.session(partition.session()))
                                .map(stored -> opened(caller, stored.orElseThrow()))
                        : PartitionCalls.refuse(
                                Problem.OVERLOADED, "The ledger has not caught up with the session yet."));
    }

    private Outcome<Open> opened(Caller caller, StoredSession stored) {
        return Access.mayCommand(caller, SessionDocument.parse(stored.document()))
                ? Outcome.done(new Open(stored.id()))
                : Outcome.refused(Problem.FORBIDDEN, "Session " + stored.id() + " has another host.");
    }
}
