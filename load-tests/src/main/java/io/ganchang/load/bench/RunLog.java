package io.ganchang.load.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** All that JMH says of a run, in a file; and to the one who waits, a line for each benchmark that is through. */
final class RunLog implements OutputFormat, AutoCloseable {
    private final PrintStream file;
    private final OutputFormat all;
    private final PrintWriter waiting;
    private final int benchmarks;
    private int done;

    /** @param benchmarks how many there will be, each value of a parameter counted */
    RunLog(Path file, PrintWriter waiting, int benchmarks) throws IOException {
        this.file = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
        this.all = OutputFormatFactory.createFormatInstance(this.file, VerboseMode.NORMAL);
        this.waiting = waiting;
        this.benchmarks = benchmarks;
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        all.startBenchmark(params);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        all.endBenchmark(result);
        done++;
        waiting.printf(
                Locale.ROOT,
                "[%d/%d] %s: %.3f %s%n",
                done,
                benchmarks,
                BenchTable.name(result.getParams()),
                result.getPrimaryResult().getScore(),
                result.getScoreUnit());
        waiting.flush();
    }

    @Override
    public void iteration(BenchmarkParams params, IterationParams iteration, int number) {
        all.iteration(params, iteration, number);
    }

    @Override
    public void iterationResult(BenchmarkParams params, IterationParams iteration, int number, IterationResult result) {
        all.iterationResult(params, iteration, number, result);
    }

    @Override
    public void startRun() {
        all.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        all.endRun(results);
    }

    @Override
    public void print(String text) {
        all.print(text);
    }

    @Override
    public void println(String text) {
        all.println(text);
    }

    @Override
    public void verbosePrintln(String text) {
        all.verbosePrintln(text);
    }

    @Override
    public void write(int character) {
        all.write(character);
    }

    @Override
    public void write(byte[] text) throws IOException {
        all.write(text);
    }

    @Override
    public void flush() {
        all.flush();
    }

    @Override
    public void close() {
        all.close();
        file.close();
    }
}
