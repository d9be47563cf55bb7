package io.ganchang.load.compare;

import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.redis.embedded.RedisBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command behind {@code scripts/compare}. Ends with 0 where all books are clean, 1 where not, 2 on bad usage. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Starts each system once, warms it up, and then has them answer the same orders in turn (A B C A B C ...),"
                    + " while the others do nothing. Prints what each answers and what an answer costs, as the least,"
                    + " the middle and the largest of the repeats, and the ratio of each two. In the end each one's books"
                    + " must agree with its answers.",
            "",
            "Systems, with their options after a colon and commas between them:",
            "  ganchang      the server: aof=always|everysec|off on a Redis beside it, sold-out, loops=N,",
            "                ledger=held (the ledger is written between the turns only)",
            "  bare          parses the order, fixed reply: loops=N",
            "  usual         one call to Redis an order, the usual eight commands: pool=N (32), aof=..., sold-out,"
                    + " loops=N",
            "  echo-fsync    parses the order, syncs it to a file, fixed reply: loops=N",
            ""
        })
public final class Compare implements Callable<Integer> {
    private static final int SYSTEMS_MAX = 8;
    private static final int REPEATS_MAX = 100;
    private static final int SECONDS_MAX = 3_600;
    private static final int CONNECTIONS_MAX = 20_000;
    private static final int VIEWERS_MAX = 100_000;
    private static final double RATE_MAX = 1e6;

    @Parameters(arity = "1..*", paramLabel = "SYSTEM", description = "Such as ganchang, bare, usual:pool=32.")
    private List<String> names = List.of();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "Turns of each system (${DEFAULT-VALUE}).")
    private int repeats;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "15",
            description = "Seconds that each answers as fast as it can before the first turn (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Seconds of each turn (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "Connections, each with one request under way (${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--open",
            paramLabel = "PER_SECOND",
            description =
                    "Orders come at this rate whether or not they are answered, and latency counts from when one was"
                            + " due (the next one comes as soon as one is answered).")
    private @Nullable Double perSecond;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Viewers who order in turn (${DEFAULT-VALUE}).")
    private int viewers;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every measure of every turn there, too.")
    private @Nullable Path json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder for what the systems store, on the disk to be measured (a temporary one). What is put in"
                            + " it is deleted unless books differ.")
    private @Nullable Path data;

    @Option(names = "--serve", paramLabel = "PATH", required = true, description = "Script that starts the server.")
    private @Nullable Path serve;

    @Option(
            names = "--commit",
            paramLabel = "ID",
            defaultValue = "unknown",
            description = "What the results are said to be of (the commit that is checked out).")
    private String commit = "";

    @Spec
    private @Nullable CommandSpec spec;

    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-load.xml"); // not the server's
        System.exit(new CommandLine(new Compare()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Contestant> contestants = contestants();
        Path folder = data == null
                ? Files.createTempDirectory("ganchang-compare-")
                : Files.createTempDirectory(Files.createDirectories(data.toAbsolutePath()), "compare-");
        boolean clean = compare(contestants, folder);
        if (clean) {
            delete(folder);
        } else {
            say("kept: " + folder);
        }
        return clean ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private List<Contestant> contestants() {
        within("--repeats", repeats, 1, REPEATS_MAX);
        within("--warm-up", warmUpSeconds, 1, SECONDS_MAX);
        within("--seconds", seconds, 1, SECONDS_MAX);
        within("--connections", connections, 1, CONNECTIONS_MAX);
        within("--viewers", viewers, 1, VIEWERS_MAX);
        within("--open", perSecond == null ? 1 : perSecond, 1, RATE_MAX);
        within("the number of systems", names.size(), 1, SYSTEMS_MAX);
        if (new HashSet<>(names).size() < names.size()) {
            throw new ParameterException(commandLine(), "a system is named twice");
        }
        try {
            return names.stream().map(ContestantName::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void within(String what, double value, double min, double max) {
        if (value < min || value > max) {
            throw new ParameterException(commandLine(), what + " must be from " + (long) min + " to " + (long) max);
        }
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private boolean compare(List<Contestant> contestants, Path folder) throws Exception {
        Path script = Objects.requireNonNull(serve).toAbsolutePath();
        OptionalDouble rate = perSecond == null ? OptionalDouble.empty() : OptionalDouble.of(perSecond);
        try (Lab lab = new Lab(folder, script, viewers, clocks);
                Referee referee = new Referee(connections, rate, clocks)) {
            endWithThisProcess(lab);
            List<RunningSystem> systems = new ArrayList<>();
            for (Contestant contestant : contestants) {
                say("starting " + contestant.name() + " and warming it up for " + warmUpSeconds + " s");
                RunningSystem system = lab.start(contestant);
                referee.warmUp(system, Duration.ofSeconds(warmUpSeconds));
                systems.add(system);
            }
            Comparison comparison = takeTurns(systems, referee);
            List<BooksCheck> checks = new ArrayList<>();
            for (RunningSystem system : systems) {
                say("checking the books of " + system.name());
                checks.add(system.checkBooks());
            }
            report(comparison, checks, folder);
            return checks.stream().allMatch(BooksCheck::isClean);
        }
    }

    /** Ctrl-C must not leave servers behind. */
    private static void endWithThisProcess(Lab lab) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                lab.close();
                            } catch (IOException e) {
                                say(String.valueOf(e.getMessage()));
                            }
                        },
                        "shutdown"));
    }

    /** All stay up and idle, rather than being started for each turn: then every turn but the warm-up finds compiled code. */
    private Comparison takeTurns(List<RunningSystem> systems, Referee referee) throws Exception {
        new Waiting(clocks).pass(Duration.ofMillis(500));
        Comparison comparison = new Comparison();
        for (int repeat = 1; repeat <= repeats; repeat++) {
            for (RunningSystem system : systems) {
                List<RunningSystem> others =
                        systems.stream().filter(other -> other != system).toList();
                Turn turn = referee.turn(system, Duration.ofSeconds(seconds), others);
                if (turn.wanted() == 0) {
                    throw new IOException(system.name() + " gave no answer that counts: "
                            + turn.measured().told());
                }
                comparison.add(system.name(), turn);
                say(String.format(
                        Locale.ROOT,
                        "turn %d of %d: %s %.0f/s",
                        repeat,
                        repeats,
                        system.name(),
                        turn.wantedPerSecond()));
            }
        }
        return comparison;
    }

    private void report(Comparison comparison, List<BooksCheck> checks, Path folder) throws IOException {
        Map<String, String> conditions = conditions(folder);
        StringBuilder head = new StringBuilder();
        conditions.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append('\n'));
        System.out.println(head);
        System.out.println(ComparisonText.of(comparison));
        checks.forEach(check -> System.out.println(check.told()));
        if (json != null) {
            ComparisonJson.write(json, ComparisonJson.of(comparison, conditions));
            say("written: " + json);
        }
    }

    private Map<String, String> conditions(Path folder) throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("commit", commit);
        conditions.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("JDK", Runtime.version().toString());
        conditions.put("Redis", RedisBinary.locate(System.getenv(), folder).version());
        String disk = Files.getFileStore(folder).type();
        conditions.put("disk", disk.equals("tmpfs") ? "tmpfs: MEMORY, NOT A DISK; a sync costs nothing" : disk);
        conditions.put(
                "load",
                (perSecond == null ? "closed loop" : perSecond + " orders/s, open loop") + ", " + connections
                        + " connections, " + viewers + " viewers");
        conditions.put("turns", repeats + " of " + seconds + " s, after " + warmUpSeconds + " s of warming up");
        conditions.put("values", "least–middle–largest of the turns; µs are CPU for each answer that counts");
        return conditions;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private static void say(String text) {
        System.err.println("compare: " + text);
    }
}
