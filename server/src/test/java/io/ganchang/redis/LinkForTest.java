package io.ganchang.redis;

import io.ganchang.config.RedisConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An event loop of its own with a link to Redis on it, for tests that stand outside the loop. */
public final class LinkForTest implements AutoCloseable {
    public static final RedisConfig CONFIG = new RedisConfig(64L << 20, 10_000, 5, 50);

    static final String NOTHING_CAME = "nothing came";

    private static final long PATIENCE_SECONDS = 15;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final RedisLink link;

    private LinkForTest(Path socket, RedisConfig config, int callsMax, Supplier<Collection<Partition>> partitions) {
        link = new RedisLink(vertx, "unix://" + socket, config, callsMax, new SplittableRandom(1), partitions);
    }

    /** A link that is not open yet. */
    public static LinkForTest to(Path socket, RedisConfig config, int callsMax) {
        return new LinkForTest(socket, config, callsMax, List::of);
    }

    /** A link that is up, and that verifies these partitions whenever it connects. */
    public static LinkForTest verifying(Path socket, Supplier<Collection<Partition>> partitions) {
        LinkForTest made = new LinkForTest(socket, CONFIG, 1_000, partitions);
        made.open();
        return made;
    }

    /** A link that is up. */
    public static LinkForTest open(Path socket) {
        LinkForTest made = to(socket, CONFIG, 1_000);
        made.open();
        return made;
    }

    public void open() {
        result(onLoop(link::open));
    }

    public RedisLink link() {
        return link;
    }

    public Context context() {
        return context;
    }

    public boolean isUp() {
        return result(onLoop(() -> Future.succeededFuture(link.isUp())));
    }

    /** Sends and does not wait. */
    public CompletableFuture<Response> send(Request request) {
        return onLoop(() -> link.call(request));
    }

    public Response call(Request request) {
        return result(send(request));
    }

    /** Runs {@code action} on the loop. */
    public <T> CompletableFuture<T> onLoop(Supplier<Future<T>> action) {
        CompletableFuture<T> done = new CompletableFuture<>();
        context.runOnContext(run -> action.get().onComplete(done::complete, done::completeExceptionally));
        return done;
    }

    /** The value of {@code future}; throws what it failed with. */
    public static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(NOTHING_CAME, e);
        }
    }

    @Override
    public void close() {
        result(onLoop(link::close));
        result(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
