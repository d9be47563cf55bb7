package io.ganchang.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeoutException;

/**
 * How long Redis may take to reply.
 *
 * <p>A loop that was held up runs its timers before it reads what has come meanwhile. So when the time is over there is
 * one more look before the reply counts as missing; otherwise a busy moment of this server would look like a dead Redis, and
 * all that waits would be given up at once.
 */
final class ReplyTime {
    private static final long LAST_LOOK_MS = 5;

    private final Vertx vertx;
    private final int replyMsMax;

    ReplyTime(Vertx vertx, int replyMsMax) {
        this.vertx = vertx;
        this.replyMsMax = replyMsMax;
    }

    int replyMsMax() {
        return replyMsMax;
    }

    /** Runs {@code over} when the time is over, unless that timer is cancelled before. */
    long begin(Runnable over) {
        return vertx.setTimer(replyMsMax, late -> vertx.setTimer(LAST_LOOK_MS, looked -> over.run()));
    }

    /** What {@code reply} brings, or a failure when the time is over. */
    <T> Future<T> limit(Future<T> reply) {
        Promise<T> limited = Promise.promise();
        long timer = begin(() -> limited.tryFail(new TimeoutException("no reply within " + replyMsMax + " ms")));
        reply.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                limited.tryComplete(result.result());
            } else {
                limited.tryFail(result.cause());
            }
        });
        return limited.future();
    }
}
