package io.ganchang.session;

import io.ganchang.config.SessionsConfig;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.CloseSession;
import io.ganchang.redis.CloseSession.Sealing;
import io.ganchang.redis.Partition;
import io.ganchang.redis.RemovePartition;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes sessions that ended long ago: seals the partition, lets the ledger take the last event, removes the partition.
 *
 * <p>Each step is done again without harm, by this server or another one, and each asks for what the one before must have
 * left, so it may be killed between any two. A session whose partition is frozen, or whose ledger is halted or behind,
 * stays. Sessions are taken by turns, a bounded number a pass; those that are closed come round too, since a closer may
 * have been killed before the last step, or Redis may have fallen back behind it. For one event loop.
 */
public final class SessionCloser {
    /** Most sessions that one pass seals, and as many again whose partitions it removes. */
    static final int SESSIONS_PER_PASS_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);
    private static final Duration LEDGER_WAIT_MAX = Duration.ofSeconds(2);

    private final PartitionCalls calls;
    private final Partitions partitions;
    private final Ledger ledger;
    private final LedgerProgress progress;
    private final InstantSource clock;
    private final Duration closeAfter;
    private Optional<SessionId> lastEnded = Optional.empty();
    private Optional<SessionId> lastClosed = Optional.empty();

    public SessionCloser(
            PartitionCalls calls,
            Partitions partitions,
            Ledger ledger,
            LedgerProgress progress,
            InstantSource clock,
            SessionsConfig config) {
        this.calls = calls;
        this.partitions = partitions;
        this.ledger = ledger;
        this.progress = progress;
        this.clock = clock;
        this.closeAfter = Duration.ofDays(config.closeAfterDays());
    }

    /** Closes what is due. What cannot be closed now is looked at again when its turn comes. */
    public Future<Void> pass() {
        return calls.link().isUp() ? closeEnded().compose(done -> removeLeftOvers()) : Future.succeededFuture();
    }

    private Future<Void> closeEnded() {
        long endedMsMax = clock.millis() - closeAfter.toMillis();
        return OnCallersLoop.of(ledger.endedSessions(endedMsMax, lastEnded, SESSIONS_PER_PASS_MAX))
                .compose(ended -> {
                    lastEnded = next(ended);
                    return each(ended.iterator(), this::close);
                });
    }

    private Future<Void> removeLeftOvers() {
        return OnCallersLoop.of(ledger.closedSessions(lastClosed, SESSIONS_PER_PASS_MAX))
                .compose(closed -> {
                    lastClosed = next(closed);
                    return each(closed.iterator(), this::remove);
                });
    }

    /** Where the next pass goes on; after the last ones at the beginning. */
    private static Optional<SessionId> next(List<StoredSession> page) {
        return page.size() < SESSIONS_PER_PASS_MAX
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).id());
    }

    private static Future<Void> each(Iterator<StoredSession> sessions, Function<StoredSession, Future<Void>> step) {
        return sessions.hasNext()
                ? step.apply(sessions.next()).compose(done -> each(sessions, step))
                : Future.succeededFuture();
    }

    private Future<Void> close(StoredSession ended) {
        if (progress.halted().containsKey(ended.id())) {
            return Future.succeededFuture();
        }
        return partitions
                .find(ended.id())
                .compose(found -> found.isPresent()
                        ? seal(ended, found.get())
                                .compose(done -> done ? finish(found.get()) : Future.succeededFuture())
                        : Future.succeededFuture());
    }

    Future<Boolean> seal(StoredSession ended, Partition partition) {
        return CloseSession.call(calls.link(), partition, calls.head(partition), ended.ledgerSeq())
                .map(outcome -> {
                    if (outcome instanceof Refused<Sealing> refused) {
                        LOG.info("session {} is not closed yet: {}", ended.id(), refused.detail());
                        return false;
                    }
                    Sealing sealing = ((Done<Sealing>) outcome).value();
                    if (sealing == Sealing.HELD) {
                        LOG.info("session {} is not closed yet: an order is held, or a refund is due", ended.id());
                    }
                    return sealing == Sealing.CLOSED;
                });
    }

    /** Once the ledger has the last event, nothing needs the partition any more. */
    private Future<Void> finish(Partition partition) {
        SessionId id = partition.session();
        return OnCallersLoop.of(progress.awaitSeq(id, partition.knownSeq(), LEDGER_WAIT_MAX))
                .compose(reached -> OnCallersLoop.of(ledger.session(id)))
                .compose(stored -> stored.isPresent() && stored.get().isClosed()
                        ? remove(stored.get())
                        : Future.succeededFuture());
    }

    Future<Void> remove(StoredSession closed) {
        partitions.close(closed);
        Partition remains = partitions.remainsOf(closed);
        return RemovePartition.call(calls.link(), remains, calls.head(remains), ledger.uuid(), closed.ledgerSeq())
                .map(outcome -> {
                    tell(closed, outcome);
                    return null;
                });
    }

    private static void tell(StoredSession closed, Outcome<Long> outcome) {
        if (outcome instanceof Refused<Long> refused) {
            LOG.warn("session {} is closed, but its partition cannot be removed: {}", closed.id(), refused.detail());
        } else if (((Done<Long>) outcome).value() > 0) {
            LOG.info(
                    "session {} is closed at {}: its partition is removed, the ledger answers for it",
                    closed.id(),
                    closed.ledgerSeq());
        }
    }
}
