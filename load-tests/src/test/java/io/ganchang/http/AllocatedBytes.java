package io.ganchang.http;

import io.ganchang.load.bench.OrderSamples;
import java.util.Objects;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Bytes that a benchmark allocates per order, counted so that nothing but the code decides: calls are counted instead of
 * timed, and the compiler works before the next call rather than beside it ({@code -Xbatch}). However busy the machine is,
 * the same calls run the same code. Of several iterations the least counts, since the harness allocates in some.
 */
final class AllocatedBytes {
    private static final String METRIC = "gc.alloc.rate.norm";
    private static final int WARMUP_CALLS = 2_000;
    private static final int CALLS = 200;
    private static final int ITERATIONS = 4;

    private AllocatedBytes() {}

    /** By {@code confirm} of that class, whose calls are a batch of orders each. */
    static double perOrder(Class<? extends OrderPathBench> bench) throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // a benchmark that runs beside this does not change it
        return new Runner(options(bench))
                .runSingle().getAggregatedResult().getIterationResults().stream()
                        .mapToDouble(AllocatedBytes::perOrder)
                        .min()
                        .orElseThrow();
    }

    /** JMH divides by the orders of a batch, not by the calls of a single shot. */
    private static double perOrder(IterationResult iteration) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(METRIC))
                        .getScore()
                / CALLS;
    }

    private static Options options(Class<? extends OrderPathBench> bench) {
        return new OptionsBuilder()
                .include('^' + Pattern.quote(bench.getName() + ".confirm") + '$')
                .mode(Mode.SingleShotTime)
                .operationsPerInvocation(OrderSamples.BATCH)
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupBatchSize(WARMUP_CALLS)
                .measurementIterations(ITERATIONS)
                .measurementBatchSize(CALLS)
                .jvmArgs("-Xms256m", "-Xmx256m", "-Xbatch")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }
}
