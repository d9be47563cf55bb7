package io.ganchang.load.traffic;

import io.ganchang.load.generator.Arrivals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/**
 * People who look at a session's page, whether or not anybody has been answered. What they meet is counted apart from
 * what buyers meet. Confined to the event loop.
 */
public final class Onlookers {
    private static final long TICK_MS = 2;
    private static final int LOOKING_MAX = 16_384;

    private final Vertx vertx;
    private final Market market;
    private final Call look;
    private final Tally tally;
    private final Clocks clocks;

    public Onlookers(Vertx vertx, Market market, String session, Tally tally, Clocks clocks) {
        this.vertx = vertx;
        this.market = market;
        this.look = new Call(HttpMethod.GET, "/v1/sessions/" + session, Map.of(), null);
        this.tally = tally;
        this.clocks = clocks;
    }

    /** Lets {@code count} of them come; completes when the last has been answered. */
    public Future<Void> come(Arrivals arrivals, long count) {
        return count == 0 ? Future.succeededFuture() : new Visit(arrivals, count).begin();
    }

    private final class Visit {
        private final Arrivals arrivals;
        private final long count;
        private final long startNanos = clocks.nanos();
        private final Promise<Void> done = Promise.promise();
        private long begun;
        private long ended;

        Visit(Arrivals arrivals, long count) {
            this.arrivals = arrivals;
            this.count = count;
        }

        Future<Void> begin() {
            vertx.setPeriodic(TICK_MS, this::tick);
            return done.future();
        }

        private void tick(long timer) {
            long nowNanos = clocks.nanos();
            while (begun < count && begun - ended < LOOKING_MAX && dueNanos() - nowNanos <= 0) {
                look(dueNanos());
            }
            if (begun == count) {
                vertx.cancelTimer(timer);
            }
        }

        private long dueNanos() {
            return startNanos + arrivals.dueNanos(begun);
        }

        private void look(long dueNanos) {
            begun++;
            market.send(look, () -> {}).onSuccess(reply -> {
                if (reply instanceof Reply.Answer answer && answer.isSuccess()) {
                    tally.viewed(clocks.nanos() - dueNanos);
                } else {
                    tally.add(Tally.Count.VIEWS_LOST);
                }
                if (++ended == count) {
                    done.complete();
                }
            });
        }
    }
}
