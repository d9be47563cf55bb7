package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.config.OrderingConfig;
import io.ganchang.dispatch.Dispatcher;
import io.ganchang.dispatch.sink.file.FileSink;
import io.ganchang.domain.Deadline;
import io.ganchang.http.ConnectionLimits;
import io.ganchang.http.Connections;
import io.ganchang.http.Guests;
import io.ganchang.http.Replies;
import io.ganchang.http.Tokens;
import io.ganchang.ledger.Erasure;
import io.ganchang.ledger.LedgerWriter;
import io.ganchang.ledger.Retention;
import io.ganchang.ordering.LedgerLag;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.ordering.PartitionGuard;
import io.ganchang.ordering.Partitions;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.RedisAddress;
import io.ganchang.redis.RedisStanding;
import io.ganchang.redis.RedisUnavailable;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.ganchang.redis.embedded.RedisStartException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server. It starts from what lasts to what serves: data folder, Redis, ledger, what follows the events, and
 * last the listeners. It stops the other way round, so that everything acknowledged is in the ledger and in the sinks.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long DEPLOY_SECONDS_MAX = 30;

    /** How long it begins new steps of stopping; each may then finish the one it is at. */
    private static final Duration DRAIN_MAX = Duration.ofSeconds(18);

    private final Config config;
    private final boolean repairAof;
    private final Deque<Part> started = new ArrayDeque<>();
    private final AtomicInteger port = new AtomicInteger();
    private final AtomicInteger adminPort = new AtomicInteger();
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Observation observation;
    private Optional<String> demoPage = Optional.empty();

    /** What was started, and is to be stopped. */
    @FunctionalInterface
    private interface Part {
        /** Finishes what was begun, as far as that goes before {@code by}. */
        void stop(Deadline by) throws Exception;
    }

    Server(Config config) {
        this(config, false);
    }

    /** @param repairAof whether to cut what is damaged off the embedded Redis's append-only file before it starts */
    Server(Config config, boolean repairAof) {
        this.config = config;
        this.repairAof = repairAof;
        this.observation = Observation.of(config, clock, System::nanoTime);
    }

    /**
     * Starts it; on return orders can be placed. Whoever ends it meanwhile waits until it has started.
     *
     * @throws StartException where it cannot start; then nothing of it is left running
     */
    synchronized Server start() {
        try {
            startAll();
            return this;
        } catch (RedisUnavailable e) {
            close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Of the public listener, as a browser takes it. */
    String address() {
        return address(config.http().host(), port.get());
    }

    /** Of the admin listener. */
    String adminAddress() {
        return address(config.admin().host(), adminPort.get());
    }

    /** Where viewers buy in the demo market, while there is one. */
    Optional<String> demoPage() {
        return demoPage;
    }

    private static String address(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private void startAll() {
        DataFolder folder = new DataFolder(config.data().folder());
        folder.create();
        keep(folder.tryLock()
                .orElseThrow(() -> new StartException("another server runs on the data folder " + folder.path()
                        + "; stop it, or choose another folder with --data")));
        OrderKeys orderKeys = folder.secrets().orderKeys();
        RedisAddress redis = RedisAddress.of(config.redis()).orElseGet(() -> startRedis(folder));
        Books books = keep(Books.open(folder, OffLoopRedis.to(redis), clock));
        StartChecks.run(books, orderKeys);
        keep(observation.telemetry());
        PartitionGuard guard =
                keep(new PartitionGuard(books.ledger(), books.redis().openCare()));
        List<Dispatcher> dispatchers = new ArrayList<>();
        LedgerWriter writer = startFollowers(folder, books, guard, dispatchers);
        Partitions partitions = new Partitions(books.ledger(), guard, System::nanoTime);
        LedgerLag lag = new LedgerLag(partitions, writer.progress(), System::nanoTime);
        RedisStanding standing = new RedisStanding();
        Connections connections = new Connections(ConnectionLimits.of(config.http()));
        observation.addRedis(standing, guard);
        observation.addConnections(connections);
        observation.addLedger(books.database(), writer, lag, partitions, config.ledger());
        observation.addSinks(dispatchers);
        Vertx vertx = startVertx();
        Tokens tokens = new Tokens(vertx, folder.secrets().tokenKeys(), Identity.open(vertx, config.tokens()), clock);
        tokens.proveRefusals(vertx);
        Shared shared = new Shared(
                config,
                redis,
                standing,
                books.ledger(),
                writer,
                partitions,
                guard,
                orderKeys,
                tokens,
                new Guests(config.guests(), tokens, random),
                ConfiguredGateways.open(vertx, config, folder.secrets(), clock),
                books.ledger().closedBooks(clock),
                new Replies(unknownSeconds(config.ordering()), observation.answers()),
                new Replies(unknownSeconds(config.ordering()), observation.orderAnswers()),
                connections,
                clock,
                random,
                port,
                observation);
        serve(vertx, shared, books, lag);
        observation.health().serving();
    }

    private RedisAddress startRedis(DataFolder folder) {
        try {
            RedisBinary binary = RedisBinary.locate(System.getenv(), folder.path());
            long memoryBytesMax = config.redis().memoryBytesMax();
            EmbeddedRedis redis = keep(
                    repairAof
                            ? EmbeddedRedis.startRepaired(folder.path(), memoryBytesMax, binary, clock)
                            : EmbeddedRedis.start(folder.path(), memoryBytesMax, binary));
            return RedisAddress.ofSocket(redis.socket());
        } catch (RedisStartException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The ledger writer, and the sinks behind it. */
    private LedgerWriter startFollowers(
            DataFolder folder, Books books, PartitionGuard guard, List<Dispatcher> dispatchers) {
        LedgerWriter writer = new LedgerWriter(
                books.database(), keep(books.redis().openTail()), config.ledger(), guard, System::nanoTime, random);
        if (config.fulfilment().file()) {
            Dispatcher dispatcher =
                    new Dispatcher(books.ledger(), fileSink(folder), config.fulfilment(), System::nanoTime, random);
            writer.onCommit(dispatcher::wake);
            dispatcher.start();
            started.push(dispatcher::stop);
            dispatchers.add(dispatcher);
        }
        writer.start();
        started.push(writer::stop);
        Erasure erasure = new Erasure(books.database(), Sinks.names(config), clock);
        keep(new Retention(erasure, config.privacy(), clock)).start();
        return writer;
    }

    private static FileSink fileSink(DataFolder folder) {
        try {
            return FileSink.into(folder.fulfilment());
        } catch (IOException e) {
            throw new StartException("cannot use " + folder.fulfilment() + ": " + e.getMessage(), e);
        }
    }

    private Vertx startVertx() {
        int eventLoops = eventLoops();
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(eventLoops))
                .withMetrics(observation.traffic())
                .build();
        keep(() -> await(vertx.close(), "Vert.x cannot be closed"));
        return vertx;
    }

    private int eventLoops() {
        int wanted = config.http().eventLoops();
        return wanted == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : wanted;
    }

    private void serve(Vertx vertx, Shared shared, Books books, LedgerLag lag) {
        for (int i = 0; i < eventLoops(); i++) {
            await(
                    vertx.deployVerticle(new LoopVerticle(shared, vertx)),
                    "cannot listen on " + config.http().host() + ":"
                            + config.http().port());
        }
        await(vertx.deployVerticle(new UpkeepVerticle(shared, vertx)), "cannot look after the sessions");
        await(
                vertx.deployVerticle(new AdminVerticle(shared, books, lag, adminPort::set)),
                "cannot listen on " + config.admin().host() + ":"
                        + config.admin().port());
        if (config.demo().enabled()) {
            demoPage = Optional.of(new DemoMarket(shared.tokens(), address())
                    .open(config.demo().file()));
        }
    }

    /** How long after an unknown outcome that attempt can no longer execute: its life, and twice what clocks may be off. */
    private static long unknownSeconds(OrderingConfig ordering) {
        long lifeMs = ordering.attemptMs() + 2L * ordering.clockBudgetMs();
        return TimeUnit.MILLISECONDS.toSeconds(lifeMs) + 1;
    }

    private static void await(Future<?> future, String otherwise) {
        try {
            future.toCompletionStage().toCompletableFuture().get(DEPLOY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException explained) {
                throw explained;
            }
            throw new StartException(otherwise + ": " + Reasons.of(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new StartException(otherwise + ": it took more than " + DEPLOY_SECONDS_MAX + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException(otherwise + ": interrupted", e);
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        started.push(by -> part.close());
        return part;
    }

    /** Says on {@code /readyz} that it stops, and leaves load balancers a while to hear it. */
    private void giveNotice() {
        boolean serving = observation.health().isServing();
        observation.health().stopping();
        if (serving && config.http().drainNoticeMs() > 0) {
            LOG.info(
                    "not ready any more; the listeners close in {} ms",
                    config.http().drainNoticeMs());
            try {
                TimeUnit.MILLISECONDS.sleep(config.http().drainNoticeMs());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends what was started, last first. What one part cannot end does not keep the others from it. */
    @Override
    public synchronized void close() {
        if (started.isEmpty()) {
            return;
        }
        giveNotice();
        LOG.info("stopping: answering what was begun, then writing it downstream");
        Deadline by = Deadline.in(DRAIN_MAX, System::nanoTime);
        for (Part part = started.poll(); part != null; part = started.poll()) {
            try {
                part.stop(by);
            } catch (Exception e) {
                LOG.warn("a part of the server did not stop as it should", e);
            }
        }
        LOG.info("stopped");
    }
}
