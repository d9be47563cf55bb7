package io.ganchang.load.traffic;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

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
        /** Looks at a session's page that were answered. */
        VIEWED,
        /** Looks at a session's page that failed. */
        VIEWS_LOST,
        /** Arrivals that had to wait because too many errands were open. */
        POSTPONED
    }

    private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Histogram latencyMicros = new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS);
    private final Recorder recentMicros = new Recorder(LATENCY_MICROS_MAX, DIGITS);
    private final Histogram viewMicros = new ConcurrentHistogram(LATENCY_MICROS_MAX, DIGITS);
    private final Map<String, LongAdder> told = new ConcurrentHashMap<>();
    private final AtomicLong lastToldNanos = new AtomicLong();
    private final AtomicLong latenessNanosMax = new AtomicLong();

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
        latencyMicros.recordValue(micros(nanos));
        recentMicros.recordValue(micros(nanos));
    }

    private static long micros(long nanos) {
        return Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LATENCY_MICROS_MAX));
    }

    /** Latencies since this was asked last, microseconds. For one asker. */
    public Histogram recentMicros() {
        return recentMicros.getIntervalHistogram();
    }

    void viewed(long nanos) {
        add(Count.VIEWED);
        viewMicros.recordValue(micros(nanos));
    }

    /** From when a look at the page was due to its answer, microseconds. */
    public Histogram viewMicros() {
        return viewMicros;
    }

    /** Notes what an arrival was told in the end, and when. */
    void told(String outcome, long nowNanos) {
        told.computeIfAbsent(outcome, unused -> new LongAdder()).increment();
        lastToldNanos.set(nowNanos);
    }

    /** How many arrivals were told what in the end: {@code done}, the code of a refusal, or that nobody told them. */
    public Map<String, Long> told() {
        Map<String, Long> sums = new TreeMap<>();
        told.forEach((outcome, sum) -> sums.put(outcome, sum.sum()));
        return sums;
    }

    /** When the last of them was told, by the monotonic clock. */
    public long lastToldNanos() {
        return lastToldNanos.get();
    }

    /** Notes by how much an arrival came later than it was due, which is this program's fault. */
    void late(long nanos) {
        latenessNanosMax.accumulateAndGet(nanos, Math::max);
    }

    /** By how much the latest arrival came later than it was due. */
    public long latenessNanosMax() {
        return latenessNanosMax.get();
    }

    /** From when a request was due to its final answer, microseconds. */
    public Histogram latencyMicros() {
        return latencyMicros;
    }
}
