package io.ganchang.ordering;

import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.redis.Partition;
import io.ganchang.redis.PartitionAlarm;
import io.ganchang.redis.PartitionCare;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the alarms of partitions, on a thread of its own. Where Redis has lost events the ledger takes the session into
 * its next epoch, after which nobody sells in the old one for long, and the partition is frozen, after which nobody does
 * at all; a session stays frozen until it has been reconciled. Where Redis's clock has jumped the partition's is set.
 */
public final class PartitionGuard implements PartitionAlarm, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionGuard.class);
    private static final String REASON = "rolled_back";
    private static final long RETRY_MS = 500;
    private static final long STOP_MS_MAX = 2_000;

    private final Ledger ledger;
    private final PartitionCare care;
    private final Map<SessionId, String> frozen = new ConcurrentHashMap<>();
    private final Set<SessionId> freezing = ConcurrentHashMap.newKeySet();
    private final Map<SessionId, Partition> clocks = new ConcurrentHashMap<>();
    private final AtomicLong clockJumps = new AtomicLong();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "partition-guard"));

    public PartitionGuard(Ledger ledger, PartitionCare care) {
        this.ledger = ledger;
        this.care = care;
    }

    /** The sessions that were found frozen, or that this server has frozen, each with the reason. */
    public Map<SessionId, String> frozen() {
        return Map.copyOf(frozen);
    }

    /** How often a jump of Redis's clock was taken out of a partition's time. */
    public long clockJumps() {
        return clockJumps.get();
    }

    @Override
    public void rolledBack(SessionId session, long epoch, String what) {
        frozen.putIfAbsent(session, what);
        if (freezing.add(session)) { // also of one that was found frozen: Redis may have lost that mark since
            run(() -> freeze(session, epoch, what));
        }
    }

    @Override
    public void foundFrozen(SessionId session, String reason) {
        if (frozen.putIfAbsent(session, reason) == null) {
            LOG.error("session {} is frozen: {}", session, reason);
        }
    }

    @Override
    public void clockJumped(Partition partition) {
        if (clocks.putIfAbsent(partition.session(), partition) == null) {
            run(() -> setClock(partition));
        }
    }

    private void freeze(SessionId session, long epoch, String what) {
        try {
            long lost = Math.min(epoch, care.epoch(session).orElse(epoch));
            if (!ledger.mintEpoch(session, lost)) {
                frozen.remove(session); // closed meanwhile: it needs its partition no more
            } else {
                care.freeze(session, REASON);
                LOG.error("session {} is frozen: {}", session, what);
            }
            runLater(() -> freezing.remove(session)); // one at a time, and not one for each of many alarms
        } catch (RuntimeException e) {
            LOG.warn("session {} is to be frozen, which will be tried again: {}", session, e.getMessage());
            runLater(() -> freeze(session, epoch, what));
        }
    }

    private void setClock(Partition partition) {
        clocks.remove(partition.session());
        if (!partition.clock().isSuspect()) {
            return;
        }
        try {
            care.setClock(partition);
            LOG.warn(
                    "Redis's clock has jumped; the time of session {} goes on as before, by clock {}",
                    partition.session(),
                    partition.clock().number());
            clockJumps.incrementAndGet();
        } catch (RuntimeException e) {
            // the next reply shows the jump again
            LOG.info("the clock of session {} cannot be set now: {}", partition.session(), e.getMessage());
        }
    }

    private void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping; whoever starts next will find it too");
        }
    }

    private void runLater(Runnable work) {
        try {
            ScheduledFuture<?> unused = thread.schedule(work, RETRY_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping; whoever starts next will find it too");
        }
    }

    /** Finishes what it is at. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_MS_MAX, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        care.close();
    }
}
