package io.ganchang.app;

import io.ganchang.config.AdminConfig;
import io.ganchang.http.AdminApi;
import io.ganchang.http.ConnectionGuard;
import io.ganchang.http.Connections;
import io.ganchang.ordering.LedgerLag;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The admin listener. */
final class AdminVerticle extends VerticleBase {
    private static final long LAG_LOOK_MS = 1_000;

    private final Shared shared;
    private final Books books;
    private final LedgerLag lag;
    private final IntConsumer listening;
    private @Nullable HttpServer server;

    /** @param listening is told the port, which may have been chosen by the system */
    AdminVerticle(Shared shared, Books books, LedgerLag lag, IntConsumer listening) {
        this.shared = shared;
        this.books = books;
        this.lag = lag;
        this.listening = listening;
    }

    @Override
    public Future<?> start() {
        AdminConfig config = shared.config().admin();
        HttpServer created =
                vertx.createHttpServer(Listeners.options(config.host(), config.port(), Listeners.ADMIN_LIMITS));
        server = created;
        vertx.setPeriodic(LAG_LOOK_MS, id -> lag.look());
        Observation observation = shared.observation();
        AdminApi api = new AdminApi(
                vertx,
                books.auditor(),
                books.ledger(),
                shared.tokens(),
                shared.replies(),
                new AdminApi.Vitals(observation.health(), shared.redisStanding()::durability, observation.telemetry()),
                observation::audited);
        ConnectionGuard guard =
                new ConnectionGuard(new Connections(Listeners.ADMIN_LIMITS), shared.replies(), System::nanoTime);
        return guard.guard(vertx, created, api).listen().onSuccess(open -> listening.accept(open.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(Listeners.DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
