package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.http.ConnectionGuard;
import io.ganchang.http.ConnectionLimits;
import io.ganchang.http.PublicApi;
import io.ganchang.ordering.CatchUp;
import io.ganchang.ordering.ClosedOrders;
import io.ganchang.ordering.OrderBatcher;
import io.ganchang.ordering.OrderPayments;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.OwnOrders;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.payment.Callbacks;
import io.ganchang.payment.Checkout;
import io.ganchang.payment.HostRefunds;
import io.ganchang.redis.RedisLink;
import io.ganchang.session.Dashboards;
import io.ganchang.session.OfferCommands;
import io.ganchang.session.SessionBooks;
import io.ganchang.session.SessionCommands;
import io.ganchang.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One event loop: its own connection to Redis, its own batcher, its share of the public listener. */
final class LoopVerticle extends VerticleBase {
    private static final int CALLS_MAX = 4_096;

    private final Shared shared;
    private final RandomGenerator random;
    private final RedisLink link;
    private final HttpServer server;

    /** @param shared what all event loops have in common */
    LoopVerticle(Shared shared, Vertx vertx) {
        Config config = shared.config();
        this.shared = shared;
        this.random = new SplittableRandom(shared.random().nextLong());
        this.link = new RedisLink(
                vertx,
                shared.redisAddress(),
                config.redis(),
                shared.redisStanding(),
                CALLS_MAX,
                random,
                shared.partitions()::known,
                shared.observation().newLink());
        this.server = vertx.createHttpServer(Listeners.options(
                config.http().host(), sharedPort(config.http().port()), ConnectionLimits.of(config.http())));
    }

    /** For Vert.x 0 is a free port for this listener alone, a negative one a free port that all loops share. */
    private static int sharedPort(int port) {
        return port == 0 ? -1 : port;
    }

    @Override
    public Future<?> start() {
        shared.observation().pulse().watch(vertx);
        PartitionCalls calls = new PartitionCalls(
                link, new RequestHasher(shared.orderKeys()), shared.config().ordering(), random);
        PublicApi.Capabilities capabilities = capabilities(calls);
        PublicApi api = new PublicApi(
                vertx,
                capabilities,
                till(calls, capabilities),
                shared.tokens(),
                shared.guests(),
                shared.replies(),
                orderAnswers(),
                shared.config().http());
        ConnectionGuard guard = new ConnectionGuard(shared.connections(), shared.replies(), System::nanoTime);
        return link.open()
                .recover(failure ->
                        Future.failedFuture(new StartException(String.valueOf(failure.getMessage()), failure)))
                .compose(open -> guard.guard(vertx, server, api).listen())
                .onSuccess(shared::listening);
    }

    /** Answers what was begun, then lets go of Redis. */
    @Override
    public Future<?> stop() {
        return server.shutdown(Listeners.DRAIN_SECONDS_MAX, TimeUnit.SECONDS).eventually(link::close);
    }

    private PublicApi.OrderAnswers orderAnswers() {
        return new PublicApi.OrderAnswers(
                shared.orderReplies(), shared.observation().orderTiming());
    }

    private PublicApi.Till till(PartitionCalls calls, PublicApi.Capabilities capabilities) {
        OrderPayments payments = new OrderPayments(shared.partitions(), calls, shared.closedBooks());
        return new PublicApi.Till(
                shared.gateways(),
                new Checkout(capabilities.orders(), capabilities.sessions()),
                new Callbacks(payments, System::nanoTime),
                new HostRefunds(capabilities.sessions(), payments),
                shared.clock());
    }

    private PublicApi.Capabilities capabilities(PartitionCalls calls) {
        Config config = shared.config();
        RequestHasher hasher = new RequestHasher(shared.orderKeys());
        OrderBatcher batcher = new OrderBatcher(context, link, config.ordering(), config.holds(), random);
        shared.observation().orders().add(batcher.counts());
        Sessions sessions = new Sessions(shared.partitions(), calls, shared.ledger());
        SessionCommands commands = new SessionCommands(
                sessions,
                calls,
                shared.partitions(),
                shared.ledger(),
                shared.orderKeys(),
                shared.clock(),
                shared.writer()::sessionBorn);
        return new PublicApi.Capabilities(
                new Orders(
                        shared.partitions(),
                        calls,
                        batcher,
                        new ClosedOrders(shared.ledger(), hasher),
                        shared.writer().progress(),
                        config.ledger()),
                new OwnOrders(shared.partitions(), shared.writer().progress(), shared.ledger()),
                sessions,
                commands,
                new OfferCommands(commands, calls),
                new SessionBooks(
                        shared.partitions(),
                        new CatchUp(shared.partitions(), shared.writer().progress()),
                        shared.ledger()),
                new Dashboards(sessions, shared.ledger()));
    }
}
