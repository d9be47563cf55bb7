package io.ganchang.load.traffic;

import io.ganchang.load.generator.Arrivals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Open-loop arrivals: a request is due when the arrivals say so, whether or not anybody has been answered, and its
 * latency counts from then. Confined to the event loop, but for {@link #arrived()}.
 */
public final class Traffic {
    /** Errands that may be open at a time; beyond it arrivals wait, and their waiting counts. */
    public static final int ERRANDS_MAX = 16_384;

    private static final long TICK_MS = 1;

    private final Vertx vertx;
    private final Show show;
    private final Buyer buyer;
    private final Payer payer;
    private final Tally tally;
    private final Clocks clocks;
    private final Pace pace;
    private final List<Purchase> purchases = new ArrayList<>();
    private final Promise<List<Purchase>> ended = Promise.promise();
    private int errands;
    private int dealing; // about money; most of that time is waiting, so it takes no room
    private boolean waiting;
    private boolean allArrived;
    private long startNanos;
    private volatile long arrived;

    /**
     * How many come and when.
     *
     * @param orders how many come at least
     * @param ordersMax how many come at most
     * @param arrivals when each is due, those beyond the least number too
     * @param goOn asked after the least number: whether more are to come
     */
    public record Pace(int orders, int ordersMax, Arrivals arrivals, BooleanSupplier goOn) {}

    public Traffic(Vertx vertx, Show show, Buyer buyer, Payer payer, Tally tally, Clocks clocks, Pace pace) {
        this.vertx = vertx;
        this.show = show;
        this.buyer = buyer;
        this.payer = payer;
        this.tally = tally;
        this.clocks = clocks;
        this.pace = pace;
    }

    /** Completes with all purchases when the last errand of the last arrival has ended. */
    public Future<List<Purchase>> run() {
        startNanos = clocks.nanos();
        vertx.setPeriodic(TICK_MS, this::tick);
        return ended.future();
    }

    /** How many have arrived so far. */
    public long arrived() {
        return arrived;
    }

    private void tick(long timer) {
        long nowNanos = clocks.nanos();
        while (isMore() && dueNanos(arrived) - nowNanos <= 0 && isRoom()) {
            if (!waiting) { // for room, which is the server's doing
                tally.late(nowNanos - dueNanos(arrived));
            }
            arrive(arrived, dueNanos(arrived));
        }
        if (!isMore()) {
            vertx.cancelTimer(timer);
            allArrived = true;
            endWhenQuiet();
        }
    }

    private boolean isMore() {
        boolean wanted = arrived < pace.orders()
                || (arrived < pace.ordersMax() && pace.goOn().getAsBoolean());
        return wanted && buyer.isPatient();
    }

    private boolean isRoom() {
        boolean room = errands < ERRANDS_MAX;
        if (!room && !waiting) {
            tally.add(Tally.Count.POSTPONED);
        }
        waiting = !room;
        return room;
    }

    private long dueNanos(long number) {
        return startNanos + pace.arrivals().dueNanos(number);
    }

    private void arrive(long number, long dueNanos) {
        arrived = number + 1;
        Plan plan = show.plan(number);
        Purchase purchase = buyer.want(plan.wish());
        purchases.add(purchase);
        track(buyer.place(purchase, OptionalLong.of(dueNanos)).onSuccess(outcome -> {
            tally.told(outcome, clocks.nanos());
            then(plan, purchase);
        }));
        plan.repeatAfterMs().ifPresent(afterMs -> track(later(afterMs, () -> buyer.repeat(purchase))));
    }

    private void then(Plan plan, Purchase purchase) {
        dealing++;
        payer.settle(plan.money(), purchase).onComplete(unused -> {
            dealing--;
            endWhenQuiet();
        });
        if (plan.cancelAfterMs().isPresent() && purchase.order() != null) {
            track(later(plan.cancelAfterMs().getAsLong(), () -> buyer.cancel(purchase)));
        }
    }

    private <T> Future<T> later(long afterMs, Supplier<Future<T>> errand) {
        if (afterMs == 0) {
            return errand.get();
        }
        Promise<T> done = Promise.promise();
        vertx.setTimer(afterMs, unused -> errand.get().onComplete(done));
        return done.future();
    }

    private void track(Future<?> errand) {
        errands++;
        errand.onComplete(unused -> {
            errands--;
            endWhenQuiet();
        });
    }

    private void endWhenQuiet() {
        if (allArrived && errands == 0 && dealing == 0) {
            ended.tryComplete(List.copyOf(purchases));
        }
    }
}
