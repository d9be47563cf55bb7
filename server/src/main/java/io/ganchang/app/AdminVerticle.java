package io.ganchang.app;

import io.ganchang.config.AdminConfig;
import io.ganchang.http.AdminApi;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The admin listener. */
final class AdminVerticle extends VerticleBase {
    private final Shared shared;
    private final Books books;
    private @Nullable HttpServer server;

    AdminVerticle(Shared shared, Books books) {
        this.shared = shared;
        this.books = books;
    }

    @Override
    public Future<?> start() {
        AdminConfig config = shared.config().admin();
        HttpServer created = vertx.createHttpServer(Listeners.options(config.host(), config.port()));
        server = created;
        AdminApi api = new AdminApi(vertx, books.auditor(), books.ledger(), shared.tokens(), shared.replies());
        return created.requestHandler(api).listen();
    }

    @Override
    public Future<?> stop() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(Listeners.DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
