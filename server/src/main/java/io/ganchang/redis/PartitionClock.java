package io.ganchang.redis;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * This server's idea of partition time: what the last reply said, plus the server's own monotonic time since. A wall
 * clock that jumps, here or at Redis, does not move it.
 *
 * <p>A reply tells the partition's time at some moment between the sending of its call and its coming. Time that a later
 * reply shows to have run faster or slower than that allows, by more than {@link #JUMP_MS_MIN}, has jumped: the clock is
 * then suspect, keeps to what it knew, and waits to be set. It keeps to one reading for a while: were it to follow every
 * reply, it would follow a clock that stands still, too.
 */
public final class PartitionClock {
    /** What is taken for a jump; less is drift and does no harm. */
    public static final long JUMP_MS_MIN = 1_000;

    private static final long READING_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private volatile Reading last = Reading.NONE;
    private volatile boolean suspect;

    /** What a reply said, between which moments of the monotonic time, under which number of the partition's clock. */
    private record Reading(long clock, long partitionMs, long sentNanos, long receivedNanos) {
        private static final Reading NONE = new Reading(0, 0, 0, 0);

        boolean isNone() {
            return partitionMs == 0;
        }

        boolean isNarrowerThan(Reading other) {
            return receivedNanos - sentNanos < other.receivedNanos - other.sentNanos;
        }

        boolean isOldAt(long nanos) {
            return nanos - receivedNanos > READING_NANOS_MAX;
        }

        long earliestMs(long nanos) {
            return partitionMs + TimeUnit.NANOSECONDS.toMillis(nanos - receivedNanos);
        }

        long latestMs(long nanos) {
            return partitionMs + TimeUnit.NANOSECONDS.toMillis(nanos - sentNanos);
        }
    }

    PartitionClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Monotonic time, in nanoseconds. */
    long nanos() {
        return nanoTime.getAsLong();
    }

    /** Takes in a reply to a call that was sent at {@code sentNanos}; whether it shows a jump. */
    synchronized boolean learn(long partitionMs, long sentNanos) {
        Reading before = last;
        if (!before.isNone() && sentNanos - before.sentNanos < 0) {
            return false; // overtaken by the reply to a later call
        }
        Reading now = new Reading(before.clock, partitionMs, sentNanos, nanos());
        if (!before.isNone()
                && (partitionMs > before.latestMs(now.receivedNanos) + JUMP_MS_MIN
                        || partitionMs < before.earliestMs(sentNanos) - JUMP_MS_MIN)) {
            suspect = true;
            return true;
        }
        if (before.isNone() || now.isNarrowerThan(before) || before.isOldAt(now.receivedNanos)) {
            last = now;
        }
        return false;
    }

    /** Takes over a clock that was set since, here or by another server. */
    public synchronized void adopt(long clock, long partitionMs, long sentNanos) {
        if (clock < last.clock) {
            return; // overtaken
        }
        last = new Reading(clock, partitionMs, sentNanos, nanos());
        suspect = false;
    }

    /** Whether no reply has told the time yet. */
    boolean isUnset() {
        return last.isNone();
    }

    /** Whether Redis's clock has jumped and the partition's has not been set since. */
    public boolean isSuspect() {
        return suspect;
    }

    /** Number of the partition's clock that this one goes by. */
    public long number() {
        return last.clock;
    }

    /** Partition time now, or up to the duration of a call earlier; what it would be had nothing jumped. */
    public long estimateMs() {
        return last.earliestMs(nanos());
    }
}
