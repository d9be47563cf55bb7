package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.ganchang.domain.PoolDelta;
import io.ganchang.ledger.AuditCheckpoint;
import io.ganchang.redis.PoolDeltas;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rebuilds a session from its events: every pool from their deltas, and the last word on the session, each offer and each
 * order. The totals it keeps apart: what commands put in and took out, never what orders did, so that they can show an
 * oversell that the pools themselves would hide.
 */
final class Replay {
    /** How the names of pools of stock begin. */
    static final String STOCK_PREFIX = "stock:";

    private static final String OFFER_PREFIX = "offer.";
    private static final String SESSION_PREFIX = "session.";
    private static final String NONE_PINNED = "-";

    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Long> totals = new TreeMap<>();
    private final Map<String, String> offers = new TreeMap<>();
    private final OrderStates orders;
    private final EventChain chain = new EventChain();
    private final Problems problems;
    private String session = "";
    private String pinned = NONE_PINNED;
    private long seq;
    private long applied;

    Replay(OrderStates orders, Problems problems) {
        this.orders = orders;
        this.problems = problems;
    }

    /** Goes on from there instead of from the first event. */
    void resume(AuditCheckpoint checkpoint) {
        VerifiedState state = VerifiedState.parse(checkpoint.document());
        pools.putAll(state.pools());
        totals.putAll(state.totals());
        offers.putAll(state.offers());
        session = state.session();
        pinned = state.pinned();
        chain.resume(checkpoint.chain());
        seq = checkpoint.seq();
    }

    void apply(Event event) {
        if (event.seq() != seq + 1) {
            problems.add("event " + event.id() + " follows number " + seq + "; there is a gap or a repeat");
        }
        seq = event.seq();
        applied++;
        chain.add(event);
        try {
            List<PoolDelta> deltas = PoolDeltas.parse(event.deltas());
            deltas.forEach(delta -> apply(event, delta));
            applyToSubject(event, deltas);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("event " + event.id() + " cannot be read: " + e.getMessage());
        }
    }

    private void apply(Event event, PoolDelta delta) {
        Pool pool = pools.getOrDefault(delta.pool(), Pool.EMPTY).plus(delta);
        pools.put(delta.pool(), pool);
        long change = delta.available() + delta.held() + delta.sold();
        if (event.type().startsWith(OFFER_PREFIX)) {
            totals.merge(delta.pool(), change, Long::sum);
        } else if (change != 0) {
            problems.add("event " + event.id() + " changes the total of " + delta.pool() + " by " + change);
        }
        if (pool.available() < 0 || pool.held() < 0 || pool.sold() < 0) {
            problems.add("after event " + event.id() + " pool " + delta.pool() + " is " + pool);
        }
    }

    private void applyToSubject(Event event, List<PoolDelta> deltas) {
        if (event.isOfOrder()) {
            orders.apply(event, deltas);
        } else if (event.type().startsWith(OFFER_PREFIX)) {
            offers.put(event.subject(), event.body());
            pin(event);
        } else if (event.type().startsWith(SESSION_PREFIX)) {
            session = event.body();
            if (event.type().equals(ClosingCheck.CLOSED)) {
                ClosingCheck.check(event, state(), problems);
            }
        }
    }

    private void pin(Event event) {
        if (event.type().equals("offer.pinned")) {
            pinned = event.subject();
        } else if (event.type().equals("offer.unpinned")) {
            pinned = NONE_PINNED;
        }
    }

    /** Sequence number of the last event applied. */
    long seq() {
        return seq;
    }

    /** How many events were applied here. */
    long applied() {
        return applied;
    }

    /** The value of the chain of events up to the last one. */
    String chain() {
        return chain.hex();
    }

    /** Everything but the orders, as the last event left it. */
    VerifiedState state() {
        return new VerifiedState(pools, totals, offers, session, pinned, orders.size(), Map.of());
    }

    OrderStates orders() {
        return orders;
    }
}
