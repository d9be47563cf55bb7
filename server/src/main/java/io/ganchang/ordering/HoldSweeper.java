package io.ganchang.ordering;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerCursor;
import io.ganchang.redis.ExpireHolds;
import io.ganchang.redis.ExpireHolds.Swept;
import io.ganchang.redis.Partition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires the holds that nobody pays for, so that what they held is seen to be on sale again. Nobody depends on it: whoever
 * places an order expires what is due before. Several servers may sweep at once; each hold expires once. For one event loop.
 *
 * <p>The partition's clock decides. A call carries what this server takes the time to be, so that a clock of Redis that has
 * jumped expires nothing: such calls are refused until it has been set.
 */
public final class HoldSweeper {
    /** Bounds one pass; what it leaves is for the next. */
    static final int CALLS_PER_PASS_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(HoldSweeper.class);

    /** A partition without holds, or with none that ends sooner, is left alone for so long. */
    private static final long REST_MS_MAX = 1_000;

    private final Context context;
    private final PartitionCalls calls;
    private final Ledger ledger;
    private final Partitions partitions;
    private final AtomicLong expired = new AtomicLong();
    private final Map<SessionId, Long> restsUntilNanos = new HashMap<>();
    private final LongSupplier nanoTime;

    /** @param context the event loop */
    public HoldSweeper(
            Context context, PartitionCalls calls, Ledger ledger, Partitions partitions, LongSupplier nanoTime) {
        this.context = context;
        this.calls = calls;
        this.ledger = ledger;
        this.partitions = partitions;
        this.nanoTime = nanoTime;
    }

    /** How many holds this sweeper has expired. */
    public long expired() {
        return expired.get();
    }

    /** Expires what is due. A partition that refuses is left to the next pass. */
    public Future<Void> pass() {
        if (!calls.link().isUp()) {
            return Future.succeededFuture();
        }
        return Future.fromCompletionStage(ledger.openCursors(), context).compose(cursors -> {
            List<SessionId> sessions =
                    cursors.stream().map(LedgerCursor::session).toList();
            restsUntilNanos.keySet().retainAll(sessions.stream().collect(Collectors.toSet()));
            return sweep(awake(sessions).iterator(), CALLS_PER_PASS_MAX);
        });
    }

    /** Those that have rested enough; first those that have waited longest, so that each has its turn. */
    private List<SessionId> awake(List<SessionId> sessions) {
        long nowNanos = nanoTime.getAsLong();
        return sessions.stream()
                .filter(session -> waitedNanos(session, nowNanos) >= 0)
                .sorted(Comparator.comparingLong(session -> -waitedNanos(session, nowNanos)))
                .toList();
    }

    private long waitedNanos(SessionId session, long nowNanos) {
        Long until = restsUntilNanos.get(session);
        return until == null ? Long.MAX_VALUE : nowNanos - until;
    }

    private Future<Void> sweep(Iterator<SessionId> sessions, int callsLeft) {
        if (callsLeft == 0 || !sessions.hasNext()) {
            return Future.succeededFuture();
        }
        return partitions
                .find(sessions.next())
                .compose(found ->
                        found.isPresent() ? sweep(found.get(), sessions, callsLeft) : sweep(sessions, callsLeft));
    }

    private Future<Void> sweep(Partition partition, Iterator<SessionId> sessions, int callsLeft) {
        if (callsLeft == 0) {
            return Future.succeededFuture();
        }
        return expire(partition).compose(outcome -> {
            boolean hasMore =
                    outcome instanceof Done<Swept> done && done.value().hasMore();
            if (outcome instanceof Done<Swept> done) {
                note(partition, done.value());
            } else {
                rest(partition, REST_MS_MAX);
            }
            return hasMore ? sweep(partition, sessions, callsLeft - 1) : sweep(sessions, callsLeft - 1);
        });
    }

    Future<Outcome<Swept>> expire(Partition partition) {
        return calls.knowingTime(partition, () -> ExpireHolds.call(calls.link(), partition, calls.head(partition)));
    }

    private void note(Partition partition, Swept swept) {
        expired.addAndGet(swept.expired());
        if (!swept.broken().isEmpty()) {
            LOG.error("orders {} of session {} are held, but cannot be read", swept.broken(), partition.session());
        }
        long dueInMs = swept.nextMs() == 0 ? REST_MS_MAX : Math.max(0, swept.nextMs() - swept.nowMs());
        rest(partition, Math.min(dueInMs, REST_MS_MAX));
    }

    private void rest(Partition partition, long restMs) {
        restsUntilNanos.put(partition.session(), nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(restMs));
    }
}
