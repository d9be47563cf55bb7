package io.ganchang.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * All metrics of a server, and what {@code /metrics} shows of them.
 *
 * <p>Most are read only when somebody looks: the capability counts, and a supplier reads the count. Suppliers must be quick
 * and must not block.
 */
public final class Telemetry implements AutoCloseable {
    /** Beginnings of the names of metrics that come with Java, the process and the log, as Micrometer defines them. */
    public static final List<String> STANDARD_PREFIXES = List.of("jvm_", "process_", "system_", "logback_");

    private static final Duration[] BOUNDS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry;
    private final Clock clock;
    private final List<Runnable> endings = new ArrayList<>();

    /** The registry holds what it reads weakly, this holds it fast. */
    private final List<Object> read = new ArrayList<>();

    /** @param nanoTime monotonic, such as {@code System::nanoTime} */
    public Telemetry(InstantSource wallClock, LongSupplier nanoTime) {
        this.clock = new Clock() {
            @Override
            public long wallTime() {
                return wallClock.millis();
            }

            @Override
            public long monotonicTime() {
                return nanoTime.getAsLong();
            }
        };
        this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    }

    /** Shows {@code total}, which only grows. */
    public void counter(Metric metric, LongSupplier total, String... labelValues) {
        FunctionCounter.builder(base(metric, Metric.Type.COUNTER, "_total"), kept(total), LongSupplier::getAsLong)
                .description(metric.sentence())
                .tags(tags(metric, labelValues))
                .register(registry);
    }

    /** Shows {@code value} as it is whenever somebody looks. */
    public void gauge(Metric metric, DoubleSupplier value, String... labelValues) {
        Gauge.builder(base(metric, Metric.Type.GAUGE, ""), kept(value), DoubleSupplier::getAsDouble)
                .description(metric.sentence())
                .tags(tags(metric, labelValues))
                .register(registry);
    }

    /** Shows how often something happened and how long it took in all. */
    public void summary(Metric metric, LongSupplier count, LongSupplier nanos, String... labelValues) {
        FunctionTimer.builder(
                        base(metric, Metric.Type.SUMMARY, "_seconds"),
                        kept(count),
                        LongSupplier::getAsLong,
                        unused -> nanos.getAsLong(),
                        TimeUnit.NANOSECONDS)
                .description(metric.sentence())
                .tags(tags(metric, labelValues))
                .register(registry);
    }

    /** What times are to be told to. */
    public Timing histogram(Metric metric, String... labelValues) {
        return new Timing(
                Timer.builder(base(metric, Metric.Type.HISTOGRAM, "_seconds"))
                        .description(metric.sentence())
                        .tags(tags(metric, labelValues))
                        .serviceLevelObjectives(BOUNDS)
                        .register(registry),
                clock);
    }

    /** Adds the standard sets: memory, collections and threads of Java, processor, files and uptime, lines of the log. */
    public void addStandardSets() {
        JvmGcMetrics collections = new JvmGcMetrics();
        LogbackMetrics log = new LogbackMetrics();
        endings.add(collections::close);
        endings.add(log::close);
        Stream.of(
                        collections,
                        log,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    /** Everything in the text format of Prometheus, version 0.0.4. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        endings.forEach(Runnable::run);
        registry.close();
    }

    /** The registry ends names by their type on its own. */
    private static String base(Metric metric, Metric.Type type, String ending) {
        if (metric.type() != type || !metric.fullName().endsWith(ending)) {
            throw new IllegalArgumentException(metric + " is no " + type);
        }
        return metric.fullName().substring(0, metric.fullName().length() - ending.length());
    }

    private static Tags tags(Metric metric, String... values) {
        List<String> names = metric.labels();
        if (names.size() != values.length) {
            throw new IllegalArgumentException(metric + " has the labels " + names);
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(names.get(i), values[i]);
        }
        return tags;
    }

    private <T> T kept(T supplier) {
        read.add(supplier);
        return supplier;
    }
}
