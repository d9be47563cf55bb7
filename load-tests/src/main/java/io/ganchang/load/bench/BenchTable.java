package io.ganchang.load.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The results of benchmarks as a table, a line each: time per operation, its error, bytes allocated per operation. */
final class BenchTable {
    /** What the GC profiler calls bytes allocated per operation. */
    static final String BYTES = "gc.alloc.rate.norm";

    private BenchTable() {}

    static String of(Collection<RunResult> results) {
        return line("benchmark", "µs/op", "± 99.9 %", "B/op")
                + results.stream().map(BenchTable::row).collect(Collectors.joining());
    }

    private static String row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> bytes = result.getSecondaryResults().get(BYTES);
        return line(
                name(result.getParams()),
                number("%.3f", time.getScore()),
                number("%.3f", time.getScoreError()),
                bytes == null ? "" : number("%.0f", bytes.getScore()));
    }

    /** Class and method, and the parameters' values: {@code OrderPlaceBench.winners batch=32}. */
    static String name(BenchmarkParams params) {
        String method = params.getBenchmark();
        int ofClass = method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1;
        return method.substring(ofClass)
                + params.getParamsKeys().stream()
                        .map(key -> ' ' + key + '=' + params.getParam(key))
                        .collect(Collectors.joining());
    }

    /** One iteration has no error. */
    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    private static String line(String name, String time, String error, String bytes) {
        return String.format(Locale.ROOT, "%-36s %10s %10s %8s%n", name, time, error, bytes);
    }
}
