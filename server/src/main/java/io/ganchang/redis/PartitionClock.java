package io.ganchang.redis;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * This server's idea of partition time: what the last reply said, plus the server's own monotonic time since. A wall
 * clock that jumps, here or at Redis, does not move it until a reply says so.
 */
final class PartitionClock {
    private final LongSupplier nanoTime;
    private volatile Reading last = new Reading(0, 0);

    private record Reading(long partitionMs, long nanos) {}

    PartitionClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void learn(long partitionMs) {
        last = new Reading(partitionMs, nanoTime.getAsLong());
    }

    /** Whether no reply has told the time yet. */
    boolean isUnset() {
        return last.partitionMs == 0;
    }

    long estimateMs() {
        Reading reading = last;
        return reading.partitionMs + TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - reading.nanos);
    }
}
