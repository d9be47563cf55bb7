package io.ganchang.ledger;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the ledger writer has done and whether it gets on. The writer writes, any thread may read. */
public final class LedgerCounts {
    private final LongSupplier nanoTime;
    private final LongAdder events = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long roundNanos;
    private volatile @Nullable String failure;

    LedgerCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.roundNanos = nanoTime.getAsLong();
    }

    /** Events written. */
    public long events() {
        return events.sum();
    }

    /** Transactions committed. */
    public long commits() {
        return commits.sum();
    }

    /** How long they took, in all. */
    public long commitNanos() {
        return commitNanos.sum();
    }

    /** Rounds of reading and writing that failed. */
    public long failures() {
        return failures.sum();
    }

    /** What the last round failed with; empty where it did not. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** How long ago the last round ended, well or not. An idle writer makes several in a second. */
    public long silentMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - roundNanos);
    }

    void countRound() {
        failure = null;
        roundNanos = nanoTime.getAsLong();
    }

    void countFailure(RuntimeException cause) {
        failures.increment();
        failure = cause.getClass().getSimpleName();
        roundNanos = nanoTime.getAsLong();
    }

    void countCommit(int eventsWritten, long beganNanos) {
        events.add(eventsWritten);
        commits.increment();
        commitNanos.add(nanoTime.getAsLong() - beganNanos);
    }
}
