package io.ganchang.load.generator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one measured run saw, warm-up apart.
 *
 * @param answers requests that were answered
 * @param byStatus these by HTTP status
 * @param lost requests that left and were not answered
 * @param unsent requests that never left
 * @param latencyMicros every request: from when it was due to its answer or, where there is none, to when that was known
 *     (in a closed loop from when it was sent)
 * @param unansweredMicros the lost and the unsent among them
 * @param nanos from the start to the last answer
 * @param generatorCpuMicros CPU of the generator's own thread meanwhile
 * @param processCpuMicros CPU of the generator's whole process meanwhile, in steps of 10 ms
 * @param lateMicros by how much the generator was late to send, at the 99th percentile
 * @param saturated whether the generator itself was the bottleneck: the numbers are then its own and not the server's
 * @param seconds the same, second by second
 */
public record Measured(
        long answers,
        Map<Integer, Long> byStatus,
        long lost,
        long unsent,
        Histogram latencyMicros,
        Histogram unansweredMicros,
        long nanos,
        long generatorCpuMicros,
        long processCpuMicros,
        long lateMicros,
        boolean saturated,
        List<PerSecond> seconds) {

    /** Busier than this, the generator's thread is taken for the bottleneck. */
    public static final double BUSY_MAX = 0.9;

    /** Later than this at the 99th percentile, the generator is taken for the bottleneck. */
    public static final long LATE_MICROS_MAX = 2_000;

    public Measured {
        byStatus = Map.copyOf(byStatus);
        seconds = List.copyOf(seconds);
    }

    /** Answers each second. */
    public double perSecond() {
        return nanos == 0 ? 0 : answers * 1e9 / nanos;
    }

    /** Latency at a percentile from 0 to 100, milliseconds. */
    public double ms(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** What the generator's own thread spent on a request. */
    public double generatorCpuMicrosPerRequest() {
        return (double) generatorCpuMicros / Math.max(1, answers + lost + unsent);
    }

    /** Share of the time that the generator's own thread was at work. */
    public double busy() {
        return nanos == 0 ? 0 : generatorCpuMicros * 1e3 / nanos;
    }

    /** The run in a few lines, for people. */
    public String told() {
        String told = String.format(
                Locale.ROOT,
                "%d answers in %.1f s (%.0f/s) %s, %d lost, %d unsent%n"
                        + "p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.2f ms%n"
                        + "generator: %.1f µs CPU a request, busy %.0f %%, late by %d µs at p99",
                answers,
                nanos / 1e9,
                perSecond(),
                new TreeMap<>(byStatus),
                lost,
                unsent,
                ms(50),
                ms(99),
                ms(99.9),
                ms(100),
                generatorCpuMicrosPerRequest(),
                100 * busy(),
                lateMicros);
        return saturated ? told + System.lineSeparator() + SATURATED : told;
    }

    /** What every output says where {@link #saturated}. */
    public static final String SATURATED =
            "THE GENERATOR WAS SATURATED: its thread was busy over 90 % of the time, or it"
                    + " sent over 1 of 100 requests more than 2 ms late. These numbers are the generator's, not the server's.";
}
