package io.ganchang.app;

import io.ganchang.config.Config;
import io.ganchang.ledger.Outage;
import io.ganchang.ledger.StreamTrimmer;
import io.ganchang.ordering.HoldSweeper;
import io.ganchang.ordering.OrderPayments;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.ordering.RequestHasher;
import io.ganchang.payment.RefundBooks;
import io.ganchang.payment.RefundCarrier;
import io.ganchang.redis.RedisLink;
import io.ganchang.session.SessionCloser;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What is done beside the sale, on a connection of its own: expiring holds, giving money back, and keeping Redis small by
 * trimming streams and closing sessions.
 */
final class UpkeepVerticle extends VerticleBase {
    private static final int CALLS_MAX = 64;
    private static final long TRIM_MS = 1_000;
    private static final long REFUNDS_MS = 500;

    private final Shared shared;
    private final RandomGenerator random;
    private final RedisLink link;
    private boolean stopping;

    /** @param shared what this has in common with the event loops that serve */
    UpkeepVerticle(Shared shared, Vertx vertx) {
        this.shared = shared;
        this.random = new SplittableRandom(shared.random().nextLong());
        this.link = new RedisLink(
                vertx,
                shared.redisAddress(),
                shared.config().redis(),
                shared.redisStanding(),
                CALLS_MAX,
                random,
                shared.partitions()::known,
                shared.observation().upkeepLink());
    }

    @Override
    public Future<?> start() {
        Config config = shared.config();
        PartitionCalls calls =
                new PartitionCalls(link, new RequestHasher(shared.orderKeys()), config.ordering(), random);
        StreamTrimmer trimmer = new StreamTrimmer(
                context, link, shared.ledger(), shared.partitions()::find, calls::head, config.ledger());
        SessionCloser closer = closer(config, calls);
        HoldSweeper sweeper = new HoldSweeper(context, calls, shared.ledger(), shared.partitions(), System::nanoTime);
        RefundCarrier carrier = carrier(config, calls);
        return link.open().onSuccess(open -> {
            repeat("carrying out refunds", REFUNDS_MS, carrier::look);
            repeat("expiring holds", config.holds().sweepMs(), sweeper::pass);
            repeat("trimming the streams", TRIM_MS, trimmer::pass);
            repeat(
                    "closing sessions",
                    TimeUnit.SECONDS.toMillis(config.sessions().closeCheckSeconds()),
                    closer::pass);
        });
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return link.close();
    }

    private RefundCarrier carrier(Config config, PartitionCalls calls) {
        OrderPayments payments = new OrderPayments(shared.partitions(), calls, shared.closedBooks());
        return new RefundCarrier(
                shared.ledger().openRefunds(),
                shared.gateways().all(),
                new RefundBooks(payments, shared.ledger().strayPayments(shared.clock())),
                config.payments().refundPace(),
                shared.observation().refunds(),
                shared.clock(),
                random);
    }

    private SessionCloser closer(Config config, PartitionCalls calls) {
        return new SessionCloser(
                calls,
                shared.partitions(),
                shared.ledger(),
                shared.writer().progress(),
                shared.clock(),
                config.sessions());
    }

    /** Each pass begins {@code everyMs} after the one before has ended. */
    private void repeat(String what, long everyMs, Supplier<Future<Void>> pass) {
        repeat(everyMs, pass, new Outage(what, random));
    }

    private void repeat(long everyMs, Supplier<Future<Void>> pass, Outage outage) {
        vertx.setTimer(
                everyMs,
                id -> pass.get().onComplete(done -> {
                    if (stopping) {
                        return;
                    }
                    if (done.succeeded()) {
                        outage.over();
                        repeat(everyMs, pass, outage);
                    } else {
                        repeat(everyMs + outage.failed(done.cause()), pass, outage);
                    }
                }));
    }
}
