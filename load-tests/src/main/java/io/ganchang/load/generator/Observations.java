package io.ganchang.load.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a run sees, noted as it happens. Confined to the loop. */
final class Observations {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int SECONDS_MAX = 24 * 3600;

    private final long startNanos;
    private final OwnCpu.Reading startCpu;
    private final Histogram latencyMicros = new Histogram(MICROS_MAX, DIGITS);
    private final Histogram unansweredMicros = new Histogram(MICROS_MAX, DIGITS);
    private final Histogram lateMicros = new Histogram(MICROS_MAX, DIGITS);
    private final Histogram secondMicros = new Histogram(MICROS_MAX, DIGITS);
    private final Map<Integer, long[]> byStatus = new HashMap<>();
    private final List<PerSecond> seconds = new ArrayList<>();
    private long answers;
    private long lost;
    private long unsent;
    private long secondEndNanos;
    private long secondSent;
    private long secondAnswers;
    private long lastNanos;

    Observations(long startNanos, OwnCpu.Reading startCpu) {
        this.startNanos = startNanos;
        this.startCpu = startCpu;
        this.lastNanos = startNanos;
        this.secondEndNanos = startNanos + SECOND_NANOS;
    }

    void sent(long dueNanos, long nowNanos) {
        roll(nowNanos);
        secondSent++;
        lateMicros.recordValue(micros(nowNanos - dueNanos));
    }

    void answered(int status, long dueNanos, long nowNanos) {
        ended(dueNanos, nowNanos);
        answers++;
        secondAnswers++;
        byStatus.computeIfAbsent(status, unused -> new long[1])[0]++;
    }

    void lost(long dueNanos, long nowNanos) {
        unanswered(dueNanos, nowNanos);
        lost++;
    }

    void unsent(long dueNanos, long nowNanos) {
        unanswered(dueNanos, nowNanos);
        unsent++;
    }

    private void unanswered(long dueNanos, long nowNanos) {
        ended(dueNanos, nowNanos);
        unansweredMicros.recordValue(micros(nowNanos - dueNanos));
    }

    private void ended(long dueNanos, long nowNanos) {
        roll(nowNanos);
        long micros = micros(nowNanos - dueNanos);
        latencyMicros.recordValue(micros);
        secondMicros.recordValue(micros);
        lastNanos = nowNanos;
    }

    private static long micros(long nanos) {
        return Math.max(0, Math.min(MICROS_MAX, nanos / 1000));
    }

    private void roll(long nowNanos) {
        while (nowNanos - secondEndNanos >= 0 && seconds.size() < SECONDS_MAX) {
            closeSecond();
        }
    }

    private void closeSecond() {
        seconds.add(new PerSecond(
                seconds.size(),
                secondSent,
                secondAnswers,
                secondMicros.getTotalCount() - secondAnswers,
                secondMicros.getValueAtPercentile(50),
                secondMicros.getValueAtPercentile(99),
                secondMicros.getMaxValue()));
        secondMicros.reset();
        secondSent = 0;
        secondAnswers = 0;
        secondEndNanos += SECOND_NANOS;
    }

    Measured measured(OwnCpu.Reading endCpu, long nowNanos) {
        closeSecond();
        long generatorMicros = endCpu.threadMicros() - startCpu.threadMicros();
        long late = lateMicros.getValueAtPercentile(99);
        double busy = generatorMicros * 1e3 / Math.max(1, nowNanos - startNanos);
        Map<Integer, Long> statuses = new HashMap<>();
        byStatus.forEach((status, count) -> statuses.put(status, count[0]));
        return new Measured(
                answers,
                statuses,
                lost,
                unsent,
                latencyMicros,
                unansweredMicros,
                lastNanos - startNanos,
                generatorMicros,
                endCpu.processMicros() - startCpu.processMicros(),
                late,
                busy > Measured.BUSY_MAX || late > Measured.LATE_MICROS_MAX,
                seconds);
    }
}
