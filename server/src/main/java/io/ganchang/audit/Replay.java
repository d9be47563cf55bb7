package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.ganchang.domain.PoolDelta;
import io.ganchang.redis.PoolDeltas;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rebuilds every pool from the deltas of all events, first to last. The totals it keeps apart: what commands put in and
 * took out, never what orders did, so that they can show an oversell that the pools themselves would hide.
 */
final class Replay {
    private static final String OFFER_PREFIX = "offer.";

    private final Map<String, Pool> pools = new TreeMap<>();
    private final Map<String, Long> totals = new TreeMap<>();
    private final Problems problems;
    private long seq;

    Replay(Problems problems) {
        this.problems = problems;
    }

    void apply(Event event) {
        if (event.seq() != seq + 1) {
            problems.add("event " + event.id() + " follows number " + seq + "; there is a gap or a repeat");
        }
        seq = event.seq();
        for (PoolDelta delta : PoolDeltas.parse(event.deltas())) {
            apply(event, delta);
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

    /** Sequence number of the last event applied. */
    long seq() {
        return seq;
    }

    Map<String, Pool> pools() {
        return pools;
    }

    /** What commands have put into the pool, less what they took out. */
    long total(String pool) {
        return totals.getOrDefault(pool, 0L);
    }
}
