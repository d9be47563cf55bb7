package io.ganchang.redis;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What became of the calls and connections of one {@link RedisLink}, which writes it. Any thread may read. */
public final class LinkCounts {
    private final LongSupplier nanoTime;
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder notSent = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder answerNanos = new LongAdder();
    private final LongAdder connectsMade = new LongAdder();
    private final LongAdder connectsFailed = new LongAdder();
    private volatile boolean up;

    /** @param nanoTime monotonic, such as {@code System::nanoTime} */
    public LinkCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a connection is up. */
    public boolean isUp() {
        return up;
    }

    /** Calls that Redis answered. */
    public long answered() {
        return answered.sum();
    }

    /** Calls that Redis answered with an error. */
    public long refused() {
        return refused.sum();
    }

    /** Calls that were not sent, as there was no connection or no room on it. */
    public long notSent() {
        return notSent.sum();
    }

    /** Calls to which no reply came. */
    public long unknown() {
        return unknown.sum();
    }

    /** How long Redis took for its answers, errors apart, in all. */
    public long answerNanos() {
        return answerNanos.sum();
    }

    /** Connections that could be used. */
    public long connectsMade() {
        return connectsMade.sum();
    }

    /** Attempts to connect that failed. */
    public long connectsFailed() {
        return connectsFailed.sum();
    }

    long beginNanos() {
        return nanoTime.getAsLong();
    }

    void countAnswered(long beganNanos) {
        answered.increment();
        answerNanos.add(nanoTime.getAsLong() - beganNanos);
    }

    void countRefused() {
        refused.increment();
    }

    void countNotSent() {
        notSent.increment();
    }

    void countUnknown() {
        unknown.increment();
    }

    void connected() {
        connectsMade.increment();
        up = true;
    }

    void connectFailed() {
        connectsFailed.increment();
    }

    void lost() {
        up = false;
    }
}
