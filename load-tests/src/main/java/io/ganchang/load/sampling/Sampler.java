package io.ganchang.load.sampling;

import io.ganchang.load.report.Plot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Takes a sample each so often, in a thread of its own, from {@link #begin} to {@link #end}. */
public final class Sampler {
    /** Samples that are kept; the rest of a longer run has none. */
    static final int SAMPLES_MAX = 10_000;

    private static final Duration END_BOUND = Duration.ofSeconds(5);

    private final Gauges gauges;
    private final long everyNanos;
    private final LongSupplier nanoClock;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "sampler");
    private long startNanos;
    private long lastNanos;
    private volatile boolean running;

    /** What is looked at. */
    public record Gauges(AnswerGauge answers, StockGauge stock, BatchGauge batches, CpuGauge cpu) {}

    public Sampler(Gauges gauges, Duration every, LongSupplier nanoClock) {
        this.gauges = gauges;
        this.everyNanos = every.toNanos();
        this.nanoClock = nanoClock;
    }

    /** Begins; time counts from here. */
    public void begin() {
        startNanos = nanoClock.getAsLong();
        lastNanos = startNanos;
        take(startNanos); // what was before counts for nothing
        samples.clear();
        running = true;
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends, with a last sample. */
    public void end() throws InterruptedException {
        running = false;
        LockSupport.unpark(thread);
        thread.join(END_BOUND.toMillis());
    }

    private void run() {
        long dueNanos = startNanos + everyNanos;
        while (running && samples.size() < SAMPLES_MAX) {
            LockSupport.parkNanos(dueNanos - nanoClock.getAsLong());
            long nowNanos = nanoClock.getAsLong();
            if (nowNanos - dueNanos >= 0 || !running) {
                take(nowNanos);
                // After a stall no two samples in a row: over next to no time a rate says nothing.
                dueNanos = nowNanos - dueNanos < everyNanos / 2 ? dueNanos + everyNanos : nowNanos + everyNanos;
            }
        }
    }

    private void take(long nowNanos) {
        double elapsed = Math.max(1, nowNanos - lastNanos) / (double) TimeUnit.SECONDS.toNanos(1);
        lastNanos = nowNanos;
        Map<String, Double> answers = new LinkedHashMap<>();
        gauges.answers().answers().forEach((kind, count) -> answers.put(kind, count / elapsed));
        samples.add(new Sample(
                (nowNanos - startNanos) / (double) TimeUnit.SECONDS.toNanos(1),
                answers,
                latency(gauges.answers().latencies()),
                gauges.stock().left(),
                gauges.batches().ordersPerCall(),
                gauges.cpu().percent()));
    }

    private static Map<String, Double> latency(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return Map.of();
        }
        Map<String, Double> latency = new LinkedHashMap<>();
        latency.put("p50", micros.getValueAtPercentile(50) / 1e3);
        latency.put("p99", micros.getValueAtPercentile(99) / 1e3);
        latency.put("longest", micros.getMaxValue() / 1e3);
        return latency;
    }

    /** The samples as plots, once it has ended. */
    public List<Plot> plots() {
        return List.of(
                plot("Answers", "a second", Sample::answersPerSecond, 0),
                plot("Due to answered", "ms", Sample::latencyMs, Double.NaN),
                plot("Stock left", "units", Sample::left, Double.NaN),
                plot(
                        "Orders in one call to Redis",
                        "orders",
                        sample -> Map.of("batch", sample.ordersPerCall()),
                        Double.NaN),
                plot("Processor", "% of a core", Sample::cpuPercent, Double.NaN));
    }

    private Plot plot(String title, String unit, Function<Sample, Map<String, Double>> of, double none) {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        samples.forEach(sample -> of.apply(sample).keySet().forEach(name -> lines.put(name, new ArrayList<>())));
        for (Sample sample : samples) {
            Map<String, Double> values = of.apply(sample);
            lines.forEach((name, line) -> line.add(values.getOrDefault(name, none)));
        }
        return new Plot(
                title,
                unit,
                samples.stream().map(Sample::seconds).toList(),
                lines.entrySet().stream()
                        .map(line -> new Plot.Line(line.getKey(), line.getValue()))
                        .toList());
    }
}
