package io.ganchang.load;

import io.ganchang.load.generator.Arrivals;
import io.ganchang.load.process.Ports;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.sampling.AnswerGauge;
import io.ganchang.load.sampling.BatchGauge;
import io.ganchang.load.sampling.CpuGauge;
import io.ganchang.load.sampling.Sampler;
import io.ganchang.load.sampling.StockGauge;
import io.ganchang.load.traffic.Buyer;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.FirstOrder;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.Onlookers;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tokens;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All sessions of a run, on one event loop of this process, phase by phase; each phase is waited for, and not for ever.
 */
final class Fairground implements AutoCloseable {
    private static final Duration PHASE_BOUND = Duration.ofMinutes(2);
    private static final Duration KILL_BOUND = Duration.ofSeconds(70);
    private static final Duration IMPATIENCE = Duration.ofSeconds(30);
    private static final double COMING_PER_SECOND = 2000;

    private final LoadOptions options;
    private final RunFolder folder;
    private final Tally tally;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final Crew.Place place;
    private final List<SessionRun> shows = new ArrayList<>();
    private final List<SessionRun> rehearsals = new ArrayList<>();

    private Fairground(LoadOptions options, RunFolder folder, Ports ports, Clocks clocks, Tally tally)
            throws IOException {
        this.options = options;
        this.folder = folder;
        this.tally = tally;
        this.place = new Crew.Place(
                vertx,
                new Market(vertx, ports.http(), options.plan().connections()),
                new Market(vertx, ports.http()),
                new Market(vertx, ports.admin()),
                Tokens.of(folder.data(), clocks),
                clocks,
                "",
                folder.data(),
                options.seed());
    }

    /** All sessions, none of which the server knows yet. */
    static Fairground open(
            LoadOptions options,
            RunFolder folder,
            Ports ports,
            Clocks clocks,
            Tally tally,
            FirstOrder first,
            BooleanSupplier goOn)
            throws IOException {
        Fairground ground = new Fairground(options, folder, ports, clocks, tally);
        String name = "load-" + Long.toString(clocks.wallMs(), Character.MAX_RADIX);
        List<SessionPlan> plans = options.plan().sessions();
        for (int i = 0; i < plans.size(); i++) {
            String session = plans.size() == 1 ? name : name + '-' + i;
            Crew.Place there = ground.place.of(session, options.seed() + i);
            ground.shows.add(new SessionRun(there, plans.get(i), folder.journal(i), tally, first, goOn));
        }
        if (options.plan().warmUp().isPresent()) {
            Crew.Place there =
                    ground.place.of(name + "-warm", options.seed() - 1).overFewConnections();
            Path journal = folder.journal(plans.size());
            SessionPlan plan = options.plan().warmUp().get();
            ground.rehearsals.add(new SessionRun(there, plan, journal, new Tally(), first, () -> false));
        }
        return ground;
    }

    /** Every session, rehearsals included. */
    List<SessionRun> sessions() {
        List<SessionRun> all = new ArrayList<>(shows);
        all.addAll(rehearsals);
        return all;
    }

    /** Whether {@code session} counts, and is not a rehearsal. */
    boolean isMeasured(SessionRun session) {
        return shows.contains(session);
    }

    List<Path> fulfilmentFiles() {
        return shows.stream().map(session -> folder.fulfilment(session.id())).toList();
    }

    /** How many buyers have arrived so far. */
    long arrived() {
        return shows.stream().mapToLong(SessionRun::arrived).sum();
    }

    /** Rehearses, makes the sessions live, lets people come, and opens the offers: from then on buyers may press. */
    void prepare(Consumer<String> news) throws ExecutionException, InterruptedException, TimeoutException {
        rehearse(news);
        each(shows, session -> session.prepare(options.seed(), place.clocks().wallMs()), PHASE_BOUND);
        shows.forEach(SessionRun::mintTokens);
        news.accept(
                shows.size() == 1 ? "session " + shows.get(0).id() + " is live" : shows.size() + " sessions are live");
        if (options.plan().comeBefore()) {
            news.accept("people come, over " + options.plan().connections() + " connections");
            onLoop(this::letCome, PHASE_BOUND);
        }
        int countdownSeconds = options.plan().countdownSeconds();
        long[] opensAtMs = new long[1];
        each(
                shows,
                session -> session.open(countdownSeconds)
                        .onSuccess(atMs -> opensAtMs[0] = Math.max(opensAtMs[0], atMs))
                        .mapEmpty(),
                PHASE_BOUND);
        if (opensAtMs[0] > 0) {
            news.accept("the countdown runs");
            onLoop(() -> until(opensAtMs[0]), PHASE_BOUND);
        }
    }

    private void rehearse(Consumer<String> news) throws ExecutionException, InterruptedException, TimeoutException {
        if (!rehearsals.isEmpty()) {
            news.accept("rehearsing, which is not measured");
            each(
                    rehearsals,
                    session -> session.prepare(options.seed(), place.clocks().wallMs()),
                    PHASE_BOUND);
            each(rehearsals, session -> session.open(0).mapEmpty(), PHASE_BOUND);
            patiently(rehearsals, SessionRun::sell, PHASE_BOUND);
        }
    }

    /** Each connection is opened, and used once: a server does not wait for ever for the first word. */
    private Future<Void> letCome() {
        Onlookers first = new Onlookers(vertx, place.market(), shows.get(0).id(), new Tally(), place.clocks());
        return Future.fromCompletionStage(place.market().openAll())
                .compose(unused -> first.come(
                        new Arrivals.Constant(COMING_PER_SECOND), options.plan().connections()));
    }

    private Future<Void> until(long atMs) {
        Promise<Void> then = Promise.promise();
        vertx.setTimer(Math.max(1, atMs - place.clocks().wallMs()), unused -> then.complete());
        return then.future();
    }

    /** Lets the buyers of all sessions come at once. */
    void sell() throws ExecutionException, InterruptedException, TimeoutException {
        Duration bound =
                options.plan().span().multipliedBy(2).plus(PHASE_BOUND).plus(KILL_BOUND.multipliedBy(options.kills()));
        patiently(shows, SessionRun::sell, bound);
    }

    void resolve() throws ExecutionException, InterruptedException, TimeoutException {
        patiently(sessions(), SessionRun::resolve, PHASE_BOUND);
    }

    void drain() throws ExecutionException, InterruptedException, TimeoutException {
        patiently(shows, SessionRun::drain, PHASE_BOUND);
    }

    /** Lets nobody ask any more. */
    void losePatience() {
        loop.runOnContext(unused -> sessions().forEach(session -> buyer(session).losePatience()));
    }

    /** What notes how the sale goes. */
    Sampler sampler(ServerProcess server, Ports ports) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        Map<String, LongSupplier> processes = new LinkedHashMap<>();
        processes.put("server", server::pid);
        processes.put(
                "Redis", () -> server.redis().process().map(ProcessHandle::pid).orElse(0L));
        processes.put("buyers", () -> ProcessHandle.current().pid());
        return new Sampler(
                new Sampler.Gauges(
                        new AnswerGauge(tally),
                        new StockGauge(
                                client,
                                URI.create("http://127.0.0.1:" + ports.http()),
                                shows.stream().map(SessionRun::id).toList()),
                        new BatchGauge(client, URI.create("http://127.0.0.1:" + ports.admin())),
                        new CpuGauge(processes, place.clocks()::nanos)),
                options.plan().sampleEvery(),
                place.clocks()::nanos);
    }

    private static Buyer buyer(SessionRun session) {
        return session.crew().buyer();
    }

    /** Runs a phase of the buyers; when its time is up they stop asking again, and the oracle finds what is open. */
    private void patiently(List<SessionRun> sessions, Function<SessionRun, Future<Void>> phase, Duration bound)
            throws ExecutionException, InterruptedException, TimeoutException {
        long timer = vertx.setTimer(
                bound.toMillis(),
                unused -> sessions.forEach(session -> buyer(session).losePatience()));
        try {
            each(sessions, phase, bound.plus(IMPATIENCE));
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    private void each(List<SessionRun> sessions, Function<SessionRun, Future<Void>> phase, Duration bound)
            throws ExecutionException, InterruptedException, TimeoutException {
        onLoop(() -> Future.all(sessions.stream().map(phase).toList()).mapEmpty(), bound);
    }

    private void onLoop(Supplier<Future<Void>> phase, Duration bound)
            throws ExecutionException, InterruptedException, TimeoutException {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(unused -> phase.get().onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().get(bound.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws IOException {
        for (SessionRun session : sessions()) {
            session.close();
        }
        vertx.close();
    }
}
