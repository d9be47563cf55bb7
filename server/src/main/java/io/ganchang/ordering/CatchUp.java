package io.ganchang.ordering;

import io.ganchang.ledger.LedgerProgress;
import io.ganchang.redis.Partition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Waits until the ledger has what this server knows to have happened, so that who reads from it misses nothing that was
 * acknowledged before. The ledger follows the partitions by a moment.
 */
public final class CatchUp {
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final Partitions partitions;
    private final LedgerProgress progress;

    public CatchUp(Partitions partitions, LedgerProgress progress) {
        this.partitions = partitions;
        this.progress = progress;
    }

    /** Whether the ledger has everything of every partition, as {@link #with}. */
    Future<Boolean> withAll() {
        List<Future<Boolean>> waits = partitions.known().stream()
                .filter(partition -> progress.committedSeq(partition.session()) < partition.knownSeq())
                .map(this::with)
                .toList();
        return Future.all(waits).map(all -> waits.stream().allMatch(Future::result));
    }

    /**
     * Whether the ledger has everything of {@code partition} that it will ever have: of one that is halted or has lost
     * events there is nothing to wait for. False after a wait in vain.
     */
    public Future<Boolean> with(Partition partition) {
        if (progress.isHalted(partition.session()) || partition.isRolledBack()) {
            return Future.succeededFuture(true);
        }
        return OnCallersLoop.of(progress.awaitSeq(partition.session(), partition.knownSeq(), WAIT_MAX));
    }
}
