package io.ganchang.load.traffic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** The counts of a run, written on the event loop, read by anybody. */
public final class Tally {
    private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    /** Things that are counted. */
    public enum Count {
        /** Attempts that left, repeats and cancels included. */
        SENT,
        /** Attempts that were answered, whatever the answer. */
        ANSWERED,
        /** Requests whose order was acknowledged. */
        ACKED,
        /** Answers that repeat an order. */
        REPLAYED,
        /** Cancels that were acknowledged. */
        CANCELLED,
        /** Attempts of which nobody can say whether they were executed. */
        UNKNOWN,
        /** Attempts for which there was no connection. */
        UNSENT,
        /** Answers that ask to come back later. */
        LATER,
        /** Notices of payments that left. */
        NOTICES,
        /** Arrivals that had to wait because too many errands were open. */
        POSTPONED
    }

    private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Histogram latencyMicros = new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS);

    void add(Count count) {
        counts.computeIfAbsent(count, unused -> new LongAdder()).increment();
    }

    public long get(Count count) {
        LongAdder sum = counts.get(count);
        return sum == null ? 0 : sum.sum();
    }

    void refused(String code) {
        refusals.computeIfAbsent(code, unused -> new LongAdder()).increment();
    }

    /** Refusals by their code. */
    public Map<String, LongAdder> refusals() {
        return Map.copyOf(refusals);
    }

    public long refused() {
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void left() {
        add(Count.SENT);
        inFlight.incrementAndGet();
    }

    void cameBack() {
        inFlight.decrementAndGet();
    }

    /** Attempts that have left and not come back. */
    public int inFlight() {
        return inFlight.get();
    }

    void latency(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        latencyMicros.recordValue(Math.max(0, Math.min(micros, LATENCY_MICROS_MAX)));
    }

    /** From when a request was due to its final answer, microseconds. */
    public Histogram latencyMicros() {
        return latencyMicros;
    }
}
