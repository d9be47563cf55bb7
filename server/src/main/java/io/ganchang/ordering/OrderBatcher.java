package io.ganchang.ordering;

import io.ganchang.config.HoldsConfig;
import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ordering.OrderCounts.Shed;
import io.ganchang.redis.Partition;
import io.ganchang.redis.PlaceOrders;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.ganchang.redis.RedisLink;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the orders that reach an event loop together to their partition in one call. One per event loop.
 *
 * <p>At low load a batch is one order and waits for nobody. Under load it grows for as long as each pass of the loop brings
 * further orders, since a small call costs Redis several times as much for each; and a few calls per partition are in
 * flight at once, so that one is decided while another is synced to disk. Everything is
 * bounded: beyond the bound an order is refused before anything is sent.
 */
public final class OrderBatcher {
    private static final Logger LOG = LoggerFactory.getLogger(OrderBatcher.class);

    /** A call takes no further order once it has this many lines, so that none keeps Redis long. */
    private static final int LINES_PER_CALL_MAX = 256;

    /** Passes of the loop that a batch waits for at most while orders keep coming. */
    private static final int PASSES_MAX = 8;

    /** Fewest orders of a call that leaves while others are under way. */
    private static final int FURTHER_CALL_ORDERS_MIN = 8;

    private final LoopPasses passes;
    private final RedisLink link;
    private final OrderingConfig config;
    private final HoldsConfig holds;
    private final RandomGenerator random;
    private final Map<SessionId, Lane> lanes = new HashMap<>();
    private final OrderCounts counts = new OrderCounts();
    private int waiting;

    public OrderBatcher(
            Context context, RedisLink link, OrderingConfig config, HoldsConfig holds, RandomGenerator random) {
        this.passes = new LoopPasses(context);
        this.link = link;
        this.config = config;
        this.holds = holds;
        this.random = random;
    }

    /** What it writes down of itself. */
    public OrderCounts counts() {
        return counts;
    }

    private record Pending(Attempt attempt, Promise<Outcome<Order>> promise) {}

    /** Decides {@code attempt} with the next batch of its partition. Does not fail on what can be expected. */
    Future<Outcome<Order>> place(Partition partition, Attempt attempt) {
        if (!link.isUp()) {
            return shed(Shed.REDIS_DOWN, "The stock cannot be reached at the moment.");
        }
        if (waiting >= config.ordersWaitingMax()) {
            return shed(Shed.ORDERS_WAITING, "More orders wait than can be answered in time.");
        }
        waiting++;
        counts.setWaiting(waiting);
        Promise<Outcome<Order>> promise = Promise.promise();
        lanes.computeIfAbsent(partition.session(), session -> new Lane(partition))
                .add(new Pending(attempt, promise));
        return promise.future();
    }

    private Future<Outcome<Order>> shed(Shed cause, String detail) {
        counts.countShed(cause);
        return Future.succeededFuture(Outcome.refused(Problem.OVERLOADED, detail));
    }

    /** The orders of one partition that wait, and how many calls are under way. */
    private final class Lane {
        private final Partition partition;
        private final ArrayDeque<Pending> pending = new ArrayDeque<>();
        private int callsInFlight;
        private boolean scheduled;
        private boolean flushing;

        Lane(Partition partition) {
            this.partition = partition;
        }

        void add(Pending order) {
            pending.add(order);
            if (!scheduled) {
                scheduled = true;
                awaitPass(1);
            }
        }

        /** A batch leaves when a pass brought no further order for it: while orders come thick, it grows. */
        private void awaitPass(int pass) {
            int before = pending.size();
            passes.afterNext(() -> {
                boolean grows = pending.size() > before && pending.size() < config.ordersPerCallMax();
                if (grows && pass < PASSES_MAX) {
                    awaitPass(pass + 1);
                } else {
                    scheduled = false;
                    flush();
                }
            });
        }

        /** While the link is down a call fails at once, and would lead back here for every batch that waits. */
        private void flush() {
            if (flushing) {
                return;
            }
            flushing = true;
            try {
                while (!pending.isEmpty() && mayBegin()) {
                    send(takeBatch());
                }
            } finally {
                flushing = false;
            }
        }

        /** While others are under way, a call of very few leaves with the next reply: alone it would cost Redis too much. */
        private boolean mayBegin() {
            return callsInFlight == 0
                    || (callsInFlight < config.callsInFlightMax() && pending.size() >= FURTHER_CALL_ORDERS_MIN);
        }

        private List<Pending> takeBatch() {
            List<Pending> batch = new ArrayList<>(Math.min(pending.size(), config.ordersPerCallMax()));
            int lines = 0;
            while (!pending.isEmpty() && batch.size() < config.ordersPerCallMax() && lines < LINES_PER_CALL_MAX) {
                Pending order = pending.remove();
                lines += order.attempt().lines().size();
                batch.add(order);
            }
            return batch;
        }

        private void send(List<Pending> batch) {
            callsInFlight++;
            counts.countCall(batch.size());
            List<Attempt> attempts = new ArrayList<>(batch.size());
            batch.forEach(order -> attempts.add(order.attempt()));
            PlaceOrders.call(
                            link,
                            partition,
                            () -> partition.head(config.clockBudgetMs(), config.attemptMs(), random),
                            holds,
                            attempts)
                    .onComplete(outcomes -> {
                        callsInFlight--;
                        waiting -= batch.size();
                        counts.setWaiting(waiting);
                        answer(batch, outcomes);
                        flush();
                        forgetWhenIdle();
                    });
        }

        /** So that closed sessions leave nothing here. */
        private void forgetWhenIdle() {
            if (pending.isEmpty() && callsInFlight == 0) {
                lanes.remove(partition.session(), this);
            }
        }

        private void answer(List<Pending> batch, AsyncResult<List<Outcome<Order>>> outcomes) {
            for (int i = 0; i < batch.size(); i++) {
                Promise<Outcome<Order>> promise = batch.get(i).promise();
                try {
                    if (outcomes.succeeded()) {
                        promise.complete(outcomes.result().get(i));
                    } else {
                        promise.fail(outcomes.cause());
                    }
                } catch (RuntimeException e) { // of whoever takes this answer; the others wait for theirs
                    LOG.error("An answer was decided, but could not be given", e);
                }
            }
        }
    }
}
