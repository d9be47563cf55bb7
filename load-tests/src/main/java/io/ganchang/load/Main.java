package io.ganchang.load;

import io.ganchang.load.process.Victim;
import io.ganchang.load.scenario.Scenario;
import io.ganchang.load.scenario.ScenarioReader;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.MoneyMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command behind {@code scripts/load}. Ends with 0 where every promise was kept, 1 where not, 2 on bad usage. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Starts a server of its own, lets buyers come at a fixed rate or as a scenario says, whether or not it"
                    + " answers, kills what it is told to kill, and then checks from three books - the buyers' journal,"
                    + " the ledger, the fulfilment file - that every promise was kept.",
            ""
        })
public final class Main implements Callable<Integer> {
    private static final int ORDERS_MAX = 10_000_000;
    private static final int RATE_MAX = 1_000_000;
    private static final int KILLS_MAX = 100;
    private static final int VIEWERS_MIN = 50;
    private static final int ORDERS_PER_VIEWER = 4;
    private static final String SCENARIOS = "load-tests/scenarios/";
    private static final List<String> OF_RANDOM_RUNS =
            List.of("--orders", "--rate", "--viewers", "--prepaid", "--pay-late", "--abandon", "--kill");

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            description = "Plays a show of load-tests/scenarios, or of a file of that form, instead of what --orders,"
                    + " --rate, --viewers, --prepaid, --pay-late, --abandon and --kill say.")
    private @Nullable String scenario;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes a page about the run, with plots and verdicts, in HTML.")
    private @Nullable Path page;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Orders that arrive (${DEFAULT-VALUE}).")
    private int orders;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "500",
            description = "Arrivals each second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--viewers", paramLabel = "N", description = "Different viewers (a quarter of the orders).")
    private @Nullable Integer viewers;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Repeats the arrivals of an earlier run (random, printed).")
    private @Nullable Long seed;

    @Option(
            names = "--prepaid",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the orders that have to be paid within seconds, from 0 to 1 (none). The run is then"
                    + " also the provider behind the sandbox gateway, and some pay twice, too little, or for nobody.")
    private double prepaid;

    @Option(
            names = "--pay-late",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of these whose buyers pay when their hold is over (none).")
    private double payLate;

    @Option(
            names = "--abandon",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of these whose buyers never pay (none).")
    private double abandon;

    @Option(
            names = "--kill",
            paramLabel = "WHO=TIMES",
            split = ",",
            description = "Kills with SIGKILL while requests are in flight, such as server=3,redis=3,both=2 (none).")
    private Map<Victim, Integer> kills = new EnumMap<>(Victim.class);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the server (a fresh one, deleted when clean).")
    private @Nullable Path data;

    @Option(names = "--keep", description = "Keep the run's folder though it is clean.")
    private boolean keep;

    @Option(
            names = "--serve",
            paramLabel = "PATH",
            description = "Script that starts the server (scripts/serve of this repository).")
    private @Nullable Path serve;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Where the buyers write what they ask and hear (the run's folder).")
    private @Nullable Path journal;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-load.xml"); // not the server's
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        LoadOptions options = options();
        RunFolder folder = RunFolder.create(options.data(), options.journal());
        Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
        boolean kept = false;
        try {
            kept = new LoadRun(options, folder, clocks, System.out, System.err).run();
        } finally {
            if (kept && !options.keep()) {
                folder.delete();
            } else {
                System.err.println("kept: " + folder.root());
            }
        }
        return kept ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private LoadOptions options() {
        long drawn = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        return new LoadOptions(
                scenario == null ? random(drawn) : RunPlan.of(scenario(scenario), drawn),
                command(drawn),
                drawn,
                Map.copyOf(kills),
                data,
                keep,
                script(),
                freshJournal(),
                page);
    }

    private RunPlan random(long drawn) {
        int people = viewers == null ? Math.max(VIEWERS_MIN, orders / ORDERS_PER_VIEWER) : viewers;
        within("--orders", orders, 1, ORDERS_MAX);
        within("--rate", rate, 1, RATE_MAX);
        within("--viewers", people, 1, ORDERS_MAX);
        share("--prepaid", prepaid);
        share("--pay-late", payLate);
        share("--abandon", abandon);
        share("--pay-late and --abandon together", payLate + abandon);
        kills.forEach(
                (victim, times) -> within("--kill " + victim.name().toLowerCase(Locale.ROOT), times, 0, KILLS_MAX));
        return RunPlan.random(orders, rate, people, drawn, new MoneyMix(prepaid, payLate, abandon));
    }

    private Scenario scenario(String nameOrFile) {
        List<String> foreign =
                OF_RANDOM_RUNS.stream().filter(parsed()::hasMatchedOption).toList();
        if (!foreign.isEmpty()) {
            throw usage("a scenario says all itself; it does not go with " + String.join(", ", foreign));
        }
        Path file = Path.of(nameOrFile);
        Optional<Path> known = nameOrFile.matches("[a-z0-9-]+") && !Files.exists(file)
                ? Repository.find(SCENARIOS + nameOrFile + ".yaml")
                : Optional.of(file);
        try {
            return ScenarioReader.read(
                    known.orElseThrow(() -> usage("there is no " + SCENARIOS + nameOrFile + ".yaml")));
        } catch (NoSuchFileException e) {
            throw usage("there is no file " + nameOrFile);
        } catch (IOException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /** The command line, with the seed that repeats the run. */
    private String command(long drawn) {
        String given = String.join(" ", parsed().originalArgs());
        return ("scripts/load " + given).strip() + (seed == null ? " --seed " + drawn : "");
    }

    private ParseResult parsed() {
        return spec().commandLine().getParseResult();
    }

    private void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw usage(option + " must be from " + min + " to " + max + ", not " + value);
        }
    }

    private void share(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw usage(option + " must be from 0 to 1, not " + value);
        }
    }

    private Path script() {
        Path script = serve == null ? Repository.find("scripts/serve").orElse(null) : serve.toAbsolutePath();
        if (script == null || !Files.isExecutable(script)) {
            throw usage("no script to start the server at " + (serve == null ? "scripts/serve" : serve)
                    + "; name it with --serve");
        }
        return script;
    }

    private @Nullable Path freshJournal() {
        if (journal != null && Files.exists(journal)) {
            throw usage("there is a journal at " + journal + " already");
        }
        return journal;
    }

    private ParameterException usage(String text) {
        return new ParameterException(spec().commandLine(), text);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the spec before it calls");
        }
        return spec;
    }
}
