package io.ganchang.load.baseline;

import io.ganchang.app.ServerParts;
import io.ganchang.config.HttpConfig;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A listener like the server's public one: its options, its transport, one event loop per two cores. */
final class Listening implements AutoCloseable {
    private static final long DEPLOY_SECONDS_MAX = 30;

    private final Vertx vertx;
    private final int port;

    private Listening(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Makes the handler of one event loop, on that loop. */
    @FunctionalInterface
    interface PerLoop {
        /** Fails where the listener must not open. */
        Future<Handler<HttpServerRequest>> handler(Vertx vertx);
    }

    /**
     * Opens it.
     *
     * @param port 0 for any free one
     * @param eventLoops 0 for one per two cores, as the server has them by default
     * @throws IllegalStateException where it cannot
     */
    static Listening open(int port, HttpConfig http, int eventLoops, PerLoop perLoop) {
        int loops = loops(eventLoops);
        Vertx vertx = ServerParts.vertx(loops);
        // For Vert.x a negative one is a free port that all loops share.
        int shared = port == 0 ? -1 : port;
        int actual = 0;
        for (int i = 0; i < loops; i++) {
            Loop loop = new Loop(vertx.createHttpServer(ServerParts.listener(http, shared)), perLoop);
            await(vertx.deployVerticle(loop));
            actual = loop.server.actualPort();
        }
        return new Listening(vertx, actual);
    }

    /** How many those are. */
    static int loops(int eventLoops) {
        return eventLoops == 0 ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : eventLoops;
    }

    int port() {
        return port;
    }

    /** Tells whoever waits for it, in the server's words. */
    void announce() {
        System.out.println("ready on http://127.0.0.1:" + port);
        System.out.flush();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(DEPLOY_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the baseline cannot listen", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Its share of one event loop. */
    private static final class Loop extends VerticleBase {
        private final HttpServer server;
        private final PerLoop perLoop;

        Loop(HttpServer server, PerLoop perLoop) {
            this.server = server;
            this.perLoop = perLoop;
        }

        @Override
        public Future<?> start() {
            return perLoop.handler(vertx)
                    .compose(handler -> server.requestHandler(handler).listen());
        }
    }
}
