package io.ganchang.load.siege;

import io.ganchang.load.journal.Journal;
import io.ganchang.load.process.Ports;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.OfferPlan;
import io.ganchang.load.traffic.Stage;
import io.ganchang.load.traffic.Tokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code scripts/siege}. Ends with 0 where others hardly noticed, 1 where they did. */
@Command(
        name = "siege",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110,
        description = {
            "Starts a server of its own, lets viewers watch, sells at a steady rate, first undisturbed, then beside clients that send their"
                    + " request heads a byte a second, then undisturbed again, and compares what the buyers noticed.",
            ""
        })
public final class Siege implements Callable<Integer> {
    private static final double LATENCY_RATIO_MAX = 1.5;
    private static final double HEAP_RATIO_MAX = 1.2;
    private static final Duration READY_BOUND = Duration.ofMinutes(5);
    private static final Duration CROWD_BOUND = Duration.ofSeconds(30);
    private static final Duration STOP_BOUND = Duration.ofSeconds(40);
    private static final String SESSION = "siege";
    private static final OfferPlan OFFER = new OfferPlan("melon", 3990, 1_000_000, 0, true, false, 0, false);

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Slow clients at any time (${DEFAULT-VALUE}).")
    private int slow;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            defaultValue = "6000",
            description = "Viewers who watch all the time, each on a connection of its own (${DEFAULT-VALUE}).")
    private int viewers;

    @Option(
            names = "--rate",
            paramLabel = "PER_SECOND",
            defaultValue = "200",
            description = "Orders each second (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long each of the three phases lasts (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "40",
            description = "Seconds that the server is given to warm up before (${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(names = "--serve", paramLabel = "PATH", required = true, description = "Script that starts the server.")
    private @Nullable Path serve;

    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final Waiting waiting = new Waiting(clocks);
    private final Vertx vertx = Vertx.vertx();

    /** One phase. */
    private record Phase(String name, SteadyBuyers.Experience met, long heapKb) {}

    /** Runs and exits. */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-load.xml"); // not the server's
        System.exit(new CommandLine(new Siege()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path root = Files.createTempDirectory("ganchang-siege-");
        Path data = root.resolve("data");
        Ports ports = Ports.free();
        if (serve == null) {
            throw new IllegalStateException("picocli requires it");
        }
        try (ServerProcess server =
                ServerProcess.start(serve.toAbsolutePath(), data, ports, root.resolve("server.log"), clocks)) {
            server.awaitReadyMs(READY_BOUND);
            boolean unnoticed = besiege(server, data, ports, root);
            server.stopMs(STOP_BOUND);
            if (unnoticed) {
                delete(root);
            } else {
                say("kept: " + root);
            }
            return unnoticed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            vertx.close();
        }
    }

    private boolean besiege(ServerProcess server, Path data, Ports ports, Path root) throws Exception {
        Tokens tokens = Tokens.of(data, clocks);
        Market market = new Market(vertx, ports.http());
        try (Journal journal = Journal.begin(root.resolve("journal.jsonl"))) {
            new Stage(market, tokens, SESSION)
                    .open("Siege", List.of(OFFER), 0, journal)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CROWD_BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        SteadyBuyers buyers = new SteadyBuyers(vertx, market, tokens, clocks, SESSION, OFFER.id());
        ServerHeap heap = new ServerHeap(server.pid());
        Viewers watching = new Viewers(vertx, ports.http(), viewers, SESSION);
        watching.come();
        say("warming up for " + warmUpSeconds + " s");
        buyers.buy(rate, Duration.ofSeconds(warmUpSeconds));
        Phase before = phase("quiet", buyers, heap);
        SlowCrowd crowd = new SlowCrowd(vertx, ports.http(), slow);
        crowd.come();
        boolean came = waiting.until(() -> crowd.connected() >= slow, CROWD_BOUND);
        Phase attack = phase("attack", buyers, heap);
        int standing = crowd.connected();
        int cutOff = crowd.cutOff();
        crowd.leave();
        Phase after = phase("quiet again", buyers, heap);
        int stayed = watching.connected();
        watching.leave();
        return report(List.of(before, attack, after), cutOff, standing, stayed) && came && stayed == viewers;
    }

    private Phase phase(String name, SteadyBuyers buyers, ServerHeap heap) throws IOException, InterruptedException {
        say(name + " for " + seconds + " s");
        SteadyBuyers.Experience met = buyers.buy(rate, Duration.ofSeconds(seconds));
        return new Phase(name, met, heap.usedKb());
    }

    private boolean report(List<Phase> phases, int cutOff, int standing, int stayed) {
        System.out.printf(
                Locale.ROOT,
                "%-12s %8s %11s %9s %9s %14s%n",
                "phase",
                "orders",
                "not placed",
                "p50 ms",
                "p99 ms",
                "heap after GC");
        boolean allPlaced = true;
        for (Phase phase : phases) {
            SteadyBuyers.Experience met = phase.met();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %8d %11d %9.2f %9.2f %11d KB%n",
                    phase.name(),
                    met.orders(),
                    met.notPlaced(),
                    met.ms(50),
                    met.ms(99),
                    phase.heapKb());
            allPlaced &= met.notPlaced() == 0;
        }
        double quietMs = (phases.get(0).met().ms(99) + phases.get(2).met().ms(99)) / 2;
        double latencyRatio = phases.get(1).met().ms(99) / quietMs;
        double quietKb = (phases.get(0).heapKb() + phases.get(2).heapKb()) / 2.0;
        double heapRatio = phases.get(1).heapKb() / quietKb;
        System.out.printf(
                Locale.ROOT,
                "viewers who stayed %d of %d%nslow clients standing %d, cut off %d times%np99 %.2f x (at most %.1f), heap %.2f x (at most %.1f)%n",
                stayed,
                viewers,
                standing,
                cutOff,
                latencyRatio,
                LATENCY_RATIO_MAX,
                heapRatio,
                HEAP_RATIO_MAX);
        return allPlaced && cutOff > 0 && latencyRatio <= LATENCY_RATIO_MAX && heapRatio <= HEAP_RATIO_MAX;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void say(String text) {
        System.err.println("siege: " + text);
    }
}
