package io.ganchang.redis;

import io.ganchang.config.RedisConfig;
import io.ganchang.redis.RedisCallException.Fate;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.util.Collection;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop's own pipelined connection to Redis. To be used on that loop only.
 *
 * <p>Replies are matched by order, so a reply that does not come in time spoils the connection: it is closed, every
 * call on it ends as {@link Fate#UNKNOWN}, and nothing is sent again. The client's pool marks a connection as closed
 * without closing its socket; each connection therefore is a client of its own, which does close it.
 *
 * <p>A new connection is used only after {@link RedisHandshake} has found the settings durable and the library ours, and
 * {@link VerifyPartition} what this server has seen still there.
 */
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";
    private static final String PROTOCOL_BROKEN = "ILLEGAL_STATE";
    private static final String FUNCTION_NOT_FOUND = "ERR Function not found";

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisConfig config;
    private final ReplyTime replyTime;
    private final RandomGenerator random;
    private final RedisHandshake handshake;
    private final Supplier<Collection<Partition>> partitions;
    private final LinkCounts counts;

    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private int failures;
    private boolean closed;

    /**
     * @param standing is told what the handshakes find
     * @param callsMax how many calls may wait for their replies
     * @param partitions those whose events this server has seen
     * @param counts what it writes down of itself
     */
    public RedisLink(
            Vertx vertx,
            RedisAddress address,
            RedisConfig config,
            RedisStanding standing,
            int callsMax,
            RandomGenerator random,
            Supplier<Collection<Partition>> partitions,
            LinkCounts counts) {
        this.vertx = vertx;
        this.config = config;
        this.replyTime = new ReplyTime(vertx, config.replyTimeoutMs());
        this.random = random;
        this.partitions = partitions;
        this.counts = counts;
        this.handshake = new RedisHandshake(config.assumeDurable(), config.allowUnsafe(), standing);
        this.options = address.onLoop()
                .setMaxPoolSize(1)
                .setPoolCleanerInterval(-1)
                .setPoolRecycleTimeout(-1)
                .setMaxWaitingHandlers(callsMax);
        this.options.getNetClientOptions().setConnectTimeout(config.replyTimeoutMs());
    }

    /** Connects; fails where Redis cannot be reached, is not durable or has a foreign library. */
    public Future<Void> open() {
        return connect();
    }

    /** Whether a connection is up. */
    public boolean isUp() {
        return connection != null;
    }

    /**
     * Sends one call. Fails with {@link RedisCallException}; an error reply of Redis counts as not executed, since our
     * functions check before they write.
     */
    Future<Response> call(Request request) {
        return send(request)
                .recover(failure -> {
                    if (failure instanceof ErrorType
                            && String.valueOf(failure.getMessage()).startsWith(FUNCTION_NOT_FOUND)) {
                        return reloadLibrary().compose(loaded -> send(request));
                    }
                    return Future.failedFuture(failure);
                })
                .recover(failure -> Future.failedFuture(translate(failure)));
    }

    /** Ends the connection and does not connect again. */
    public Future<Void> close() {
        closed = true;
        return drop();
    }

    private Future<Response> send(Request request) {
        RedisConnection current = connection;
        if (current == null || current.pendingQueueFull()) {
            counts.countNotSent();
            return Future.failedFuture(new RedisCallException(Fate.NOT_EXECUTED, "no connection to Redis is free"));
        }
        Promise<Response> reply = Promise.promise();
        long beganNanos = counts.beginNanos();
        long timer = replyTime.begin(() -> {
            if (reply.tryFail(new RedisCallException(Fate.UNKNOWN, "Redis did not reply in time"))) {
                counts.countUnknown();
                loseSilent(current);
            }
        });
        current.send(request).onComplete(result -> {
            vertx.cancelTimer(timer);
            if (reply.future().isComplete()) {
                return;
            }
            count(result, beganNanos);
            if (result.succeeded()) {
                reply.complete(result.result());
            } else {
                loseUnlessRedisAnswered(current, result.cause());
                reply.tryFail(result.cause());
            }
        });
        return reply.future();
    }

    private void count(AsyncResult<Response> result, long beganNanos) {
        if (result.succeeded()) {
            counts.countAnswered(beganNanos);
        } else if (isAnswer(result.cause())) {
            counts.countRefused();
        } else {
            counts.countUnknown();
        }
    }

    private Future<Void> reloadLibrary() {
        RedisConnection current = connection;
        if (current == null) {
            return Future.failedFuture(new RedisCallException(Fate.NOT_EXECUTED, "no connection to Redis"));
        }
        LOG.warn("Redis has lost the function library; loading it again");
        return replyTime.limit(RedisHandshake.ensureLibrary(current)).recover(failure -> {
            LOG.error("The function library cannot be loaded again: {}", failure.getMessage());
            return Future.failedFuture(new RedisCallException(Fate.NOT_EXECUTED, "no function library"));
        });
    }

    private static RedisCallException translate(Throwable failure) {
        if (failure instanceof RedisCallException call) {
            return call;
        }
        String message = String.valueOf(failure.getMessage());
        if (isAnswer(failure)) {
            LOG.error("Redis refused a call: {}", message);
            return new RedisCallException(Fate.NOT_EXECUTED, message);
        }
        return new RedisCallException(Fate.UNKNOWN, message);
    }

    private Future<Void> connect() {
        Redis fresh = Redis.createClient(vertx, options);
        client = fresh;
        return replyTime
                .limit(fresh.connect().compose(made -> handshake.check(made).map(made)))
                .compose(made ->
                        VerifyPartition.all(made, partitions.get(), replyTime).map(made))
                .compose(made -> use(fresh, made))
                .recover(failure -> {
                    counts.connectFailed();
                    return fresh.close().transform(done -> Future.failedFuture(failure));
                });
    }

    private Future<Void> use(Redis owner, RedisConnection made) {
        if (closed || client != owner) {
            return Future.failedFuture("the link was closed");
        }
        connection = made;
        failures = 0;
        counts.connected();
        made.exceptionHandler(failure -> LOG.debug("Redis connection: {}", failure.toString()));
        made.endHandler(ended -> lose(made));
        return Future.succeededFuture();
    }

    /** The calls in flight fail before the connection tells its end; what their failure leads to must not use it. */
    private void loseUnlessRedisAnswered(RedisConnection used, Throwable failure) {
        if (!isAnswer(failure)) {
            lose(used);
        }
    }

    /** Whether {@code failure} is an error that Redis replied, and not one the client made up of a broken connection. */
    private static boolean isAnswer(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof ErrorType
                && !message.startsWith(CONNECTION_CLOSED)
                && !message.startsWith(PROTOCOL_BROKEN);
    }

    private void loseSilent(RedisConnection silent) {
        if (connection == silent) { // the first of its calls to be given up says so for all
            LOG.warn("Redis did not reply within {} ms; the connection is closed", replyTime.replyMsMax());
            lose(silent);
        }
    }

    private void lose(RedisConnection lost) {
        if (connection == lost) {
            drop();
            reconnectSoon();
        }
    }

    private Future<Void> drop() {
        Redis old = client;
        client = null;
        connection = null;
        counts.lost();
        return old == null ? Future.succeededFuture() : old.close();
    }

    private void reconnectSoon() {
        if (closed) {
            return;
        }
        vertx.setTimer(nextDelayMs(), id -> {
            if (!closed) {
                connect().onFailure(failure -> {
                    logOutage(failure);
                    reconnectSoon();
                });
            }
        });
    }

    /** What is unsafe about Redis its standing has logged, once. */
    private static void logOutage(Throwable failure) {
        if (!(failure instanceof UnsafeRedisException)) {
            LOG.info("Redis is not there yet: {}", failure.getMessage());
        }
    }

    /** Doubles from the least to the most delay, each time somewhere between half and all of it. */
    private long nextDelayMs() {
        long delayMs =
                Math.min(config.reconnectDelayMsMax(), (long) config.reconnectDelayMsMin() << Math.min(failures, 16));
        failures++;
        return Math.max(1, delayMs / 2 + random.nextLong(delayMs / 2 + 1));
    }
}
