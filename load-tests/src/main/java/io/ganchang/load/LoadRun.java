package io.ganchang.load;

import io.ganchang.load.process.KillPlan;
import io.ganchang.load.process.Kills;
import io.ganchang.load.process.Ports;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.process.Waiting;
import io.ganchang.load.report.Fact;
import io.ganchang.load.report.PageWriter;
import io.ganchang.load.sampling.Sampler;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.FirstOrder;
import io.ganchang.load.traffic.Tally;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One run, phase by phase: start, rehearse, open, sell under fire, resolve, drain, stop, judge. */
final class LoadRun {
    private static final Duration FIRST_READY_BOUND = Duration.ofMinutes(5); // the script may have to build

    private final LoadOptions options;
    private final RunFolder folder;
    private final Clocks clocks;
    private final PrintStream table;
    private final Tally tally = new Tally();
    private final FirstOrder firstOrder = new FirstOrder();
    private final Progress progress;
    private final Waiting waiting;
    private final Docket docket = new Docket();

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
            boolean kept = sellAndJudge(server, ports, launchReadyMs);
            Runtime.getRuntime().removeShutdownHook(cleaner);
            return kept;
        } catch (TimeoutException e) {
            throw new IOException("a phase of the run did not end in time", e);
        } finally {
            progress.end();
        }
    }

    private boolean sellAndJudge(ServerProcess server, Ports ports, long launchReadyMs)
            throws IOException, SQLException, ExecutionException, InterruptedException, TimeoutException {
        KillPlan killPlan = KillPlan.spread(options.killTimes(), options.plan().orders(), new Random(options.seed()));
        Kills kills = new Kills(killPlan, server, tally, firstOrder, clocks, progress::event);
        List<Fact> setting = Setting.of(options, server);
        try (Fairground ground = Fairground.open(options, folder, ports, clocks, tally, firstOrder, kills::isPending)) {
            List<String> deaths = new CopyOnWriteArrayList<>();
            server.onUnexpectedEnd(() -> {
                deaths.add("it ended while buyers came; its log is " + folder.log());
                progress.event("the server has ended and nobody told it to");
                ground.losePatience();
            });
            ground.prepare(progress::event);
            FulfilmentTail tail = new FulfilmentTail(ground.fulfilmentFiles(), clocks);
            Sampler sampler = ground.sampler(server, ports);
            tail.begin();
            Findings sold = sell(server, ground, kills, sampler, launchReadyMs);
            docket.add("the server lives until it is killed or told to end", deaths);
            Findings judged = judge(server, ground, sold);
            tail.end();
            tell(judged, tail, sampler, setting);
            return judged.allKept();
        }
    }

    private Findings sell(ServerProcess server, Fairground ground, Kills kills, Sampler sampler, long launchReadyMs)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        CpuMeter serverCpu = CpuMeter.of(server.pid());
        CpuMeter redisCpu =
                CpuMeter.of(server.redis().process().map(ProcessHandle::pid).orElse(0L));
        CpuMeter ownCpu = CpuMeter.of(ProcessHandle.current().pid());
        progress.begin();
        sampler.begin();
        kills.begin(ground::arrived);
        long startNanos = clocks.nanos();
        ground.sell();
        long trafficNanos = clocks.nanos() - startNanos;
        sampler.end();
        progress.end();
        boolean lived = options.kills() == 0;
        Findings sold = new Findings(
                ground.arrived(),
                tally.told(),
                trafficNanos,
                tally.lastToldNanos() - startNanos,
                launchReadyMs,
                OptionalLong.empty(),
                lived ? serverCpu.usedMicros() : OptionalLong.empty(),
                lived ? redisCpu.usedMicros() : OptionalLong.empty(),
                ownCpu.usedMicros(),
                kills.outages(),
                Optional.empty(),
                List.of());
        settle(server, ground, sold);
        docket.add("it heals after every kill", unhealed(kills));
        return sold;
    }

    private void settle(ServerProcess server, Fairground ground, Findings sold)
            throws ExecutionException, InterruptedException, TimeoutException {
        progress.event("asking again about every unknown outcome");
        ground.resolve();
        docket.add("nobody who came is left without an answer", unanswered(sold));
        progress.event("waiting for holds to end");
        for (SessionRun session : ground.sessions()) {
            Settlement settlement = new Settlement(folder.ledger(), session.id(), server, waiting);
            docket.add(
                    "holds end when the buyers are gone",
                    settlement.awaitHolds(session.crew().audit()::ask));
        }
        progress.event("buying what is left of the hot offers");
        ground.drain();
    }

    private static List<String> unanswered(Findings sold) {
        long answered = sold.told().entrySet().stream()
                .filter(told -> !told.getKey().equals("given_up"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return answered == sold.arrivals()
                ? List.of()
                : List.of((sold.arrivals() - answered) + " of " + sold.arrivals());
    }

    private List<String> unhealed(Kills kills) {
        int healed = kills.outages().size();
        String failure = kills.failure();
        return healed == options.kills()
                ? List.of()
                : List.of(healed + " of " + options.kills() + (failure == null ? "" : "; " + failure));
    }

    private Findings judge(ServerProcess server, Fairground ground, Findings sold)
            throws IOException, SQLException, InterruptedException {
        Aftermath aftermath = new Aftermath(folder, ground, server, waiting, progress::event, docket);
        aftermath.look(new AuditScript(options.serve().resolveSibling("audit"), folder.auditLog(), waiting));
        return sold.judged(aftermath.stopMs(), aftermath.money(), docket.verdicts());
    }

    private void tell(Findings findings, FulfilmentTail tail, Sampler sampler, List<Fact> setting) throws IOException {
        List<Fact> rows = RunTable.of(options, tally, tail.ageMs(), findings);
        new Report(table).print(rows, findings.verdicts());
        if (options.page() != null) {
            PageWriter.write(Setting.page(options, rows, sampler.plots(), findings, setting), options.page());
            progress.event("the page about this run is " + options.page());
        }
    }
}
