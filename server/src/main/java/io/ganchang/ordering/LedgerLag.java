package io.ganchang.ordering;

import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.redis.Partition;
import io.ganchang.telemetry.Lag;
import io.ganchang.telemetry.Lag.Position;
import java.util.Collection;
import java.util.function.LongSupplier;

/** How far the ledger is behind what this server knows of the partitions, halted sessions apart. */
public final class LedgerLag {
    private final Partitions partitions;
    private final LedgerProgress progress;
    private final Lag<SessionId> lag;

    /** @param nanoTime monotonic, such as {@code System::nanoTime} */
    public LedgerLag(Partitions partitions, LedgerProgress progress, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.progress = progress;
        this.lag = new Lag<>(nanoTime);
    }

    /** Compares; to be called by one thread, about once a second. */
    public void look() {
        Collection<SessionId> halted = progress.halted().keySet();
        lag.look(partitions.known().stream()
                .filter(partition -> !halted.contains(partition.session()) && !partition.isRolledBack())
                .map(this::position)
                .toList());
    }

    private Position<SessionId> position(Partition partition) {
        long known = partition.knownSeq();
        return new Position<>(partition.session(), progress.committedSeq(partition.session()), known);
    }

    /** Events in the session where the ledger is most behind, as of the last look. */
    public long events() {
        return lag.events();
    }

    /** How long the oldest event that the ledger does not have has waited, at least. */
    public double seconds() {
        return lag.seconds();
    }
}
