package io.ganchang.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.process.Machine;
import io.ganchang.redis.embedded.RedisBinary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the benchmarks whose names match, each in a JVM of its own with the GC profiler, and prints a table. */
@Command(
        name = "bench",
        description = "Runs the JMH benchmarks, writes what JMH measured as JSON and prints a table of it.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    /** Small and fixed, so that the machine's memory does not decide how often a benchmark collects garbage. */
    private static final String[] JVM = {
        "-Xms512m", "-Xmx512m", "-Dfile.encoding=UTF-8", "-Dlogback.configurationFile=logback-load.xml"
    };

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            defaultValue = "",
            description = "regular expression found in the names of the benchmarks to run (default: all)")
    private String pattern = "";

    @Option(names = "--quick", description = "one short iteration each: to see that they run, not to compare")
    private boolean quick;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            defaultValue = "target/bench/bench.json",
            description =
                    "where machine and JMH's results go (default: ${DEFAULT-VALUE}); all that JMH says goes beside it")
    private Path json = Path.of("");

    private Bench() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        int benchmarks = matching(line.getErr());
        if (benchmarks == 0) {
            return USAGE;
        }
        Path folder = json.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path log = Path.of(json + ".log");
        try (RunLog runLog = new RunLog(log, line.getErr(), benchmarks)) {
            Collection<RunResult> results = new Runner(options(), runLog).run();
            String machine = machine();
            report(machine, results, line.getOut());
            sign(machine);
            line.getErr().println("as JSON: " + json + "; all that JMH said: " + log);
            return 0;
        } catch (RunnerException e) {
            line.getErr().println("a benchmark failed (" + e.getMessage() + "); " + log + " says how");
            return FAILED;
        }
    }

    /** How many benchmarks match; 0 where none does or the pattern is broken, which it says. */
    private int matching(PrintWriter err) {
        try {
            Pattern wanted = Pattern.compile(pattern);
            List<BenchmarkListEntry> all = all();
            int matching = all.stream()
                    .filter(entry -> wanted.matcher(entry.getUsername()).find())
                    .mapToInt(Bench::combinations)
                    .sum();
            if (matching == 0) {
                err.println("no benchmark matches " + pattern + "; there are:");
                all.forEach(entry -> err.println("  " + entry.getUsername()));
            }
            return matching;
        } catch (PatternSyntaxException e) {
            err.println("not a regular expression: " + e.getMessage());
            return 0;
        }
    }

    private static List<BenchmarkListEntry> all() {
        return List.copyOf(BenchmarkList.defaultList()
                .getAll(OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT), List.of()));
    }

    /** In how many ways a benchmark runs: one for each combination of values of its parameters. */
    private static int combinations(BenchmarkListEntry entry) {
        return entry.getParams().hasValue()
                ? entry.getParams().get().values().stream()
                        .mapToInt(values -> values.length)
                        .reduce(1, (a, b) -> a * b)
                : 1;
    }

    private Options options() {
        TimeValue time = quick ? TimeValue.milliseconds(200) : TimeValue.seconds(1);
        return new OptionsBuilder()
                .include(pattern)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(1)
                .warmupIterations(quick ? 1 : 5)
                .warmupTime(time)
                .measurementIterations(quick ? 1 : 5)
                .measurementTime(time)
                .jvmArgs(JVM)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(json.toString())
                .build();
    }

    private String machine() {
        RedisBinary redis =
                RedisBinary.locate(System.getenv(), Path.of("target", "redis").toAbsolutePath());
        return Machine.line(redis, InstantSource.system()) + (quick ? ", QUICK: not to be compared" : "");
    }

    /** Puts what JMH wrote under what it ran on, without which nobody could compare it. */
    private void sign(String machine) throws IOException {
        ObjectNode signed = JSON.createObjectNode().put("machine", machine);
        signed.set("results", JSON.readTree(json.toFile()));
        JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), signed);
    }

    private static void report(String machine, Collection<RunResult> results, PrintWriter out) {
        out.println(machine);
        out.println();
        out.print(BenchTable.of(results));
        out.flush();
    }
}
