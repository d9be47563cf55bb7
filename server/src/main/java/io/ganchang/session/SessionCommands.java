package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Change;
import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionTerms;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.Command;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.ChangeSession;
import io.ganchang.redis.ChangeSession.Move;
import io.ganchang.redis.Partition;
import io.ganchang.redis.ReadLedgerId;
import io.ganchang.redis.SessionDocument;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The commands that create a session, change its terms and move its state. One per event loop. */
public final class SessionCommands {
    private final Sessions sessions;
    private final PartitionCalls calls;
    private final Partitions partitions;
    private final Ledger ledger;
    private final OrderKeys keys;
    private final InstantSource clock;
    private final Consumer<SessionId> born;

    /** @param born is told of every session whose partition was created here */
    public SessionCommands(
            Sessions sessions,
            PartitionCalls calls,
            Partitions partitions,
            Ledger ledger,
            OrderKeys keys,
            InstantSource clock,
            Consumer<SessionId> born) {
        this.sessions = sessions;
        this.calls = calls;
        this.partitions = partitions;
        this.ledger = ledger;
        this.keys = keys;
        this.clock = clock;
        this.born = born;
    }

    /** The session after a command, and what the command did. */
    public record Changed(Change change, Session session) {}

    /**
     * Creates the session, completes a birth that was cut short, or changes the terms of the one that is there.
     *
     * @param terms makes the terms, given the host for a request that names none
     */
    public Future<Outcome<Changed>> put(SessionId id, Function<String, SessionTerms> terms, Command command) {
        return partitions
                .find(id)
                .compose(known -> known.map(partition -> sessions.read(partition)
                                .compose(found -> found instanceof Outcome.Refused<Session> refused
                                                && refused.problem() == Problem.NOT_FOUND
                                        ? bear(id, terms, command)
                                        : PartitionCalls.then(
                                                found,
                                                session -> change(
                                                        partition,
                                                        session,
                                                        terms.apply(
                                                                session.terms().host()),
                                                        command))))
                        .orElseGet(() -> bearUnlessClosed(id, terms, command)))
                .compose(outcome -> sessions.unlessClosed(id, command.caller(), outcome));
    }

    /** Starts, pauses, resumes or ends the session. */
    public Future<Outcome<Changed>> move(SessionId id, Move move, Command command) {
        return commanded(id, command.caller())
                .compose(found ->
                        PartitionCalls.then(found, partition -> carryOut(partition, move(partition, move, command))))
                .compose(outcome -> sessions.unlessClosed(id, command.caller(), outcome));
    }

    private Future<Outcome<Change>> move(Partition partition, Move move, Command command) {
        CommandStamp stamp = calls.stamp(partition, command, List.of(move.word()));
        return ChangeSession.move(calls.link(), partition, calls.head(partition), stamp, move);
    }

    /** What became of a command, or why a closed session takes none. */
    <T> Future<Outcome<T>> unlessClosed(SessionId id, Caller caller, Outcome<T> outcome) {
        return sessions.unlessClosed(id, caller, outcome);
    }

    /** The session's partition, where {@code caller} may command it. */
    Future<Outcome<Partition>> commanded(SessionId id, Caller caller) {
        return sessions.partition(id)
                .compose(found -> PartitionCalls.then(
                        found,
                        partition -> sessions.read(partition)
                                .map(read -> read instanceof Outcome.Refused<Session> refused
                                        ? Outcome.refused(refused.problem(), refused.detail())
                                        : allowed(partition, ((Outcome.Done<Session>) read).value(), caller))));
    }

    private static Outcome<Partition> allowed(Partition partition, Session session, Caller caller) {
        return Access.mayCommand(caller, session.terms())
                ? Outcome.done(partition)
                : Outcome.refused(Problem.FORBIDDEN, "Session " + session.id() + " has another host.");
    }

    /** An id that was a session's is never born again. */
    private Future<Outcome<Changed>> bearUnlessClosed(
            SessionId id, Function<String, SessionTerms> terms, Command command) {
        return partitions
                .closed(id)
                .compose(closed -> closed.isEmpty()
                        ? bear(id, terms, command)
                        : PartitionCalls.refuse(Problem.SESSION_FROZEN, "The session is closed."));
    }

    private Future<Outcome<Changed>> bear(SessionId id, Function<String, SessionTerms> terms, Command command) {
        if (command.expectedVersion().isPresent()) {
            return PartitionCalls.refuse(Problem.VERSION_CONFLICT, "There is no session " + id + " yet.");
        }
        return bear(id, terms.apply(command.caller().subject()), command);
    }

    private Future<Outcome<Changed>> bear(SessionId id, SessionTerms terms, Command command) {
        if (!Access.mayGiveTo(command.caller(), terms.host())) {
            return PartitionCalls.refuse(Problem.FORBIDDEN, "Only ops may give a session to another host.");
        }
        return ReadLedgerId.call(calls.link(), id)
                .compose(owner -> isForeign(owner)
                        ? PartitionCalls.refuse(
                                Problem.SESSION_FROZEN,
                                "Redis holds session " + id + " for another ledger; choose another id.")
                        : bearInLedger(id, terms, command));
    }

    /** Asked before there is a row, which would outlive the refusal. Without an answer the birth goes on, and may stop. */
    private boolean isForeign(Outcome<Optional<String>> owner) {
        return owner instanceof Outcome.Done<Optional<String>> done
                && !done.value().orElse(ledger.uuid()).equals(ledger.uuid());
    }

    private Future<Outcome<Changed>> bearInLedger(SessionId id, SessionTerms terms, Command command) {
        StoredSession newborn =
                StoredSession.newborn(id, terms.host(), SessionDocument.write(terms), keys.currentId(), clock.millis());
        return OnCallersLoop.of(ledger.bear(newborn)).compose(stored -> {
            if (!Access.mayGiveTo(command.caller(), stored.host())) {
                return PartitionCalls.refuse(Problem.FORBIDDEN, "Session " + id + " has another host.");
            }
            return stored.isClosed()
                    ? PartitionCalls.refuse(Problem.SESSION_FROZEN, "The session is closed.")
                    : put(partitions.add(stored), terms, command);
        });
    }

    private Future<Outcome<Changed>> change(Partition partition, Session session, SessionTerms terms, Command command) {
        if (!Access.mayCommand(command.caller(), session.terms())) {
            return PartitionCalls.refuse(Problem.FORBIDDEN, "Session " + session.id() + " has another host.");
        }
        if (!terms.host().equals(session.terms().host()) && !Access.isOps(command.caller())) {
            return PartitionCalls.refuse(Problem.FORBIDDEN, "Only ops may give a session to another host.");
        }
        return put(partition, terms, command);
    }

    private Future<Outcome<Changed>> put(Partition partition, SessionTerms terms, Command command) {
        CommandStamp stamp = calls.stamp(partition, command, List.of("put", SessionDocument.write(terms)));
        return carryOut(
                partition,
                ChangeSession.put(calls.link(), partition, calls.head(partition), stamp, terms, ledger.uuid()));
    }

    private Future<Outcome<Changed>> carryOut(Partition partition, Future<Outcome<Change>> call) {
        return call.compose(outcome -> PartitionCalls.then(outcome, change -> {
            if (change == Change.CREATED) {
                born.accept(partition.session());
            }
            return sessions.read(partition)
                    .map(read -> read instanceof Outcome.Done<Session> done
                            ? Outcome.done(new Changed(change, done.value()))
                            : Outcome.refused(
                                    Problem.OUTCOME_UNKNOWN, "It was carried out, but the session cannot be read."));
        }));
    }
}
