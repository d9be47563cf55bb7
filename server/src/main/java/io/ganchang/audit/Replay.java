package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.ganchang.domain.PoolDelta;
import io.ganchang.ledger.AuditCheckpoint;
import io.ganchang.redis.OfferRecord;
import io.ganchang.redis.PoolDeltas;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rebuilds a session from its events: every pool from their deltas, the money, and the last word on the session, each offer
 * and each order. The totals it keeps apart: what commands put in and took out, never what orders did, so that they can show an
 * oversell that the pools themselves would hide.
 */
final class Replay {
    /** How the names of pools of stock begin. */
    static final String STOCK_PREFIX = "stock:";

    private static final String OFFER_PREFIX = "offer.";
    private static final String SESSION_PREFIX = "session.";
    private static final String PAYMENT_PREFIX = "payment.";
    private static final String REFUND_PREFIX = "refund.";
    /** What the ledger goes on with where the partition has ended: money that still comes and goes. */
    private static final Set<String> AFTER_CLOSING = Set.of(
            Event.PAYMENT_RECEIVED, Event.REFUND_DUE, Event.REFUND_DONE, Event.ORDER_REFUND_DUE, Event.ORDER_REFUNDED);

    private static final String NONE_PINNED = "-";

    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Long> totals = new TreeMap<>();
    private final Map<String, String> offers = new TreeMap<>();
    private final Set<String> prepaid = new HashSet<>();
    private final OrderStates orders;
    private final MoneyBooks money;
    private final EventChain chain = new EventChain();
    private final Problems problems;
    private String session = "";
    private String pinned = NONE_PINNED;
    private long seq;
    private long applied;

    Replay(OrderStates orders, MoneyBooks money, Problems problems) {
        this.orders = orders;
        this.money = money;
        this.problems = problems;
    }

    /** Goes on from there instead of from the first event. */
    void resume(AuditCheckpoint checkpoint) {
        VerifiedState state = VerifiedState.parse(checkpoint.document());
        pools.putAll(state.pools());
        totals.putAll(state.totals());
        state.offers().forEach(this::offer);
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
        if (isClosed() && !AFTER_CLOSING.contains(event.type())) {
            problems.add("event " + event.id() + " is " + event.type() + ", but the session was closed before");
        }
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
            money.apply(event, orders.apply(event, deltas, prepaid::contains));
        } else if (event.type().startsWith(PAYMENT_PREFIX) || event.type().startsWith(REFUND_PREFIX)) {
            money.apply(event);
        } else if (event.type().startsWith(OFFER_PREFIX)) {
            offer(event.subject(), event.body());
            pin(event);
        } else if (event.type().startsWith(SESSION_PREFIX)) {
            session = event.body();
            if (event.type().equals(ClosingCheck.CLOSED)) {
                ClosingCheck.check(event, state(), problems);
            }
        }
    }

    private void offer(String id, String record) {
        offers.put(id, record);
        if (OfferRecord.isPrepaid(record)) {
            prepaid.add(id);
        } else {
            prepaid.remove(id);
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
        return new VerifiedState(
                pools,
                totals,
                offers,
                session,
                pinned,
                orders.size(),
                money.sums().byCurrency(),
                money.payments().size(),
                money.refunds().size(),
                money.refunds().due(),
                Map.of());
    }

    /** Whether the partition has had its last event. */
    boolean isClosed() {
        return session.startsWith(ClosingCheck.CLOSED_PREFIX);
    }

    OrderStates orders() {
        return orders;
    }

    MoneyBooks money() {
        return money;
    }
}
