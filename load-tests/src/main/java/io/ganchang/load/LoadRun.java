package io.ganchang.load;

import io.ganchang.load.generator.Arrivals;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.process.KillPlan;
import io.ganchang.load.process.Kills;
import io.ganchang.load.process.Ports;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.AuditQuestion;
import io.ganchang.load.traffic.Buyer;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Drain;
import io.ganchang.load.traffic.FirstOrder;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.Purchase;
import io.ganchang.load.traffic.Resolution;
import io.ganchang.load.traffic.Scenario;
import io.ganchang.load.traffic.Stage;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tokens;
import io.ganchang.load.traffic.Traffic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One run, phase by phase: start, open, sell under fire, resolve, drain, stop, judge. */
final class LoadRun {
    private static final Duration FIRST_READY_BOUND = Duration.ofMinutes(5); // the script may have to build
    private static final Duration PHASE_BOUND = Duration.ofMinutes(2);
    private static final Duration KILL_BOUND = Duration.ofSeconds(70);
    private static final Duration IMPATIENCE = Duration.ofSeconds(30);
    private static final int EXTRA_ARRIVALS_FACTOR = 20;

    private final LoadOptions options;
    private final RunFolder folder;
    private final Clocks clocks;
    private final PrintStream table;
    private final Tally tally = new Tally();
    private final FirstOrder firstOrder = new FirstOrder();
    private final Progress progress;
    private final FulfilmentTail tail;
    private final Waiting waiting;
    private final String session;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * @param table where the table and the verdict go
     * @param news where progress goes
     */
    LoadRun(LoadOptions options, RunFolder folder, Clocks clocks, PrintStream table, PrintStream news) {
        this.table = table;
        this.options = options;
        this.folder = folder;
        this.clocks = clocks;
        this.progress = new Progress(news, tally, clocks);
        this.session = "load-" + Long.toString(clocks.wallMs(), Character.MAX_RADIX);
        this.tail = new FulfilmentTail(folder.fulfilment(session), clocks);
        this.waiting = new Waiting(clocks);
    }

    /** Whether every promise was kept. */
    boolean run() throws IOException, SQLException, ExecutionException, InterruptedException {
        Ports ports = Ports.free();
        progress.event("seed " + options.seed() + ", folder " + folder.root());
        try (ServerProcess server = ServerProcess.start(options.serve(), folder.data(), ports, folder.log(), clocks)) {
            Thread cleaner = new Thread(server::close, "cleaner");
            Runtime.getRuntime().addShutdownHook(cleaner);
            long launchReadyMs = server.awaitReadyMs(FIRST_READY_BOUND);
            progress.event("ready after " + launchReadyMs + " ms");
            Findings findings = sellAndJudge(server, ports, launchReadyMs);
            Runtime.getRuntime().removeShutdownHook(cleaner);
            new Report(table).print(options, tally, tail.ageMs(), findings);
            return findings.allKept();
        } catch (TimeoutException e) {
            throw new IOException("a phase of the run did not end in time", e);
        } finally {
            progress.end();
            tail.end();
            vertx.close();
        }
    }

    private Findings sellAndJudge(ServerProcess server, Ports ports, long launchReadyMs)
            throws IOException, SQLException, ExecutionException, InterruptedException, TimeoutException {
        Tokens tokens = Tokens.of(folder.data(), clocks);
        Scenario scenario = new Scenario(options.seed(), options.orders(), options.viewers(), options.mix());
        try (Journal journal = Journal.begin(folder.journal())) {
            Market market = new Market(vertx, ports.http());
            open(new Stage(market, tokens, session), scenario, journal);
            Crew crew = Crew.of(
                    new Crew.Place(
                            vertx,
                            market,
                            new Market(vertx, ports.http()),
                            new Market(vertx, ports.admin()),
                            session,
                            folder.data()),
                    tokens,
                    scenario,
                    new Buyer.Notes(journal, tally, firstOrder, clocks),
                    options.seed());
            List<String> deaths = new CopyOnWriteArrayList<>();
            server.onUnexpectedEnd(() -> {
                deaths.add("it ended while buyers came; its log is " + folder.log());
                progress.event("the server has ended and nobody told it to");
                loop.runOnContext(unused -> crew.buyer().losePatience());
            });
            Findings sold = sell(server, scenario, crew, launchReadyMs);
            verdicts.add(new Verdict("the server lives until it is killed or told to end", deaths));
            return judge(server, sold, crew.audit());
        }
    }

    private void open(Stage stage, Scenario scenario, Journal journal)
            throws ExecutionException, InterruptedException, TimeoutException {
        journal.write(new JournalEntry.Opened(clocks.wallMs(), session, options.seed(), scenario.holdsPerViewer()));
        onLoop(
                () -> stage.open("Load run " + options.seed(), scenario.offers(), scenario.holdsPerViewer(), journal),
                PHASE_BOUND);
        progress.event("session " + session + " is live");
    }

    private Findings sell(ServerProcess server, Scenario scenario, Crew crew, long launchReadyMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        KillPlan plan = KillPlan.spread(options.killTimes(), options.orders(), new Random(options.seed()));
        Kills kills = new Kills(plan, server, tally, firstOrder, clocks, progress::event);
        Traffic traffic = new Traffic(vertx, scenario, crew.buyer(), crew.payer(), tally, clocks, pace(kills));
        CpuMeter serverCpu = CpuMeter.of(server.pid());
        CpuMeter redisCpu =
                CpuMeter.of(server.redis().process().map(ProcessHandle::pid).orElse(0L));
        tail.begin();
        progress.begin();
        kills.begin(traffic::arrived);
        long startNanos = clocks.nanos();
        List<Purchase> purchases = patiently(crew.buyer(), traffic::run, trafficBound());
        long trafficNanos = clocks.nanos() - startNanos;
        progress.end();
        OptionalLong serverMicros = serverCpu.usedMicros();
        OptionalLong redisMicros = redisCpu.usedMicros();
        resolve(crew, purchases);
        await(server, crew);
        drain(crew, new Drain(crew.buyer(), crew.payer(), crew.journal(), clocks, traffic.arrived()), scenario);
        verdicts.add(new Verdict("it heals after every kill", unhealed(kills)));
        return new Findings(
                traffic.arrived(),
                trafficNanos,
                launchReadyMs,
                OptionalLong.empty(),
                options.kills() == 0 ? serverMicros : OptionalLong.empty(),
                options.kills() == 0 ? redisMicros : OptionalLong.empty(),
                kills.outages(),
                Optional.empty(),
                List.of());
    }

    private List<String> unhealed(Kills kills) {
        int healed = kills.outages().size();
        String failure = kills.failure();
        return healed == options.kills()
                ? List.of()
                : List.of(healed + " of " + options.kills() + (failure == null ? "" : "; " + failure));
    }

    private Traffic.Pace pace(Kills kills) {
        int ordersMax = Math.toIntExact(Math.min(
                Integer.MAX_VALUE, (long) EXTRA_ARRIVALS_FACTOR * Math.max(options.orders(), options.perSecond())));
        return new Traffic.Pace(
                options.orders(), ordersMax, new Arrivals.Constant(options.perSecond()), kills::isPending);
    }

    private Duration trafficBound() {
        return Duration.ofSeconds(2L * options.orders() / options.perSecond())
                .plus(PHASE_BOUND)
                .plus(KILL_BOUND.multipliedBy(options.kills()));
    }

    private void resolve(Crew crew, List<Purchase> purchases)
            throws ExecutionException, InterruptedException, TimeoutException {
        progress.event("asking again about every unknown outcome");
        patiently(crew.buyer(), () -> new Resolution(crew.buyer()).run(purchases), PHASE_BOUND);
    }

    /** What is held may come back; only when nothing is, can the last unit be sold. */
    private void await(ServerProcess server, Crew crew) throws InterruptedException {
        progress.event("waiting for holds to end");
        List<String> open = new Settlement(folder.ledger(), session, server, waiting).awaitHolds(crew.audit()::ask);
        verdicts.add(new Verdict("holds end when the buyers are gone", open));
    }

    private void drain(Crew crew, Drain drain, Scenario scenario)
            throws ExecutionException, InterruptedException, TimeoutException {
        progress.event("buying what is left of the hot offers");
        patiently(crew.buyer(), () -> drain.run(scenario.hotOffers()), PHASE_BOUND);
    }

    private Findings judge(ServerProcess server, Findings sold, AuditQuestion question)
            throws IOException, SQLException, InterruptedException {
        Aftermath aftermath = new Aftermath(folder, session, server, waiting, progress::event);
        AuditScript script = new AuditScript(options.serve().resolveSibling("audit"), folder.auditLog(), waiting);
        verdicts.addAll(aftermath.look(question::ask, script));
        return new Findings(
                sold.arrivals(),
                sold.trafficNanos(),
                sold.launchReadyMs(),
                aftermath.stopMs(),
                sold.serverCpuMicros(),
                sold.redisCpuMicros(),
                sold.outages(),
                aftermath.money(),
                verdicts);
    }

    /** Runs a phase of the buyers; when its time is up they stop asking again, and the oracle finds what is open. */
    private <T> T patiently(Buyer buyer, Supplier<Future<T>> phase, Duration bound)
            throws ExecutionException, InterruptedException, TimeoutException {
        long timer = vertx.setTimer(bound.toMillis(), unused -> buyer.losePatience());
        try {
            return onLoop(phase, bound.plus(IMPATIENCE));
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    private <T> T onLoop(Supplier<Future<T>> phase, Duration bound)
            throws ExecutionException, InterruptedException, TimeoutException {
        Promise<T> done = Promise.promise();
        loop.runOnContext(unused -> phase.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get(bound.toMillis(), TimeUnit.MILLISECONDS);
    }
}
