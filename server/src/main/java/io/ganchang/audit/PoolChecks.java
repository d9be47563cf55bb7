package io.ganchang.audit;

import io.ganchang.audit.AuditReport.MoneyBalance;
import io.ganchang.audit.AuditReport.OfferBalance;
import io.ganchang.domain.Pool;
import io.ganchang.redis.PartitionSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds the small keys of a partition, at one sequence number, against what the events up to there give. */
final class PoolChecks {
    private final long seq;
    private final VerifiedState state;
    private final Problems problems;

    /** @param state of the replay up to {@code seq} */
    PoolChecks(long seq, VerifiedState state, Problems problems) {
        this.seq = seq;
        this.state = state;
        this.problems = problems;
    }

    /** Whether {@code pools} are what the events give. */
    boolean matches(Map<String, Pool> pools) {
        boolean matches = true;
        for (String name : names(pools.keySet(), state.pools().keySet())) {
            Pool pool = pools.get(name);
            Pool replayed = state.pools().getOrDefault(name, Pool.EMPTY);
            if (!replayed.equals(pool)) {
                matches = false;
                problems.add("at " + seq + " pool " + name + " is " + pool + ", but its events give " + replayed);
            }
        }
        return matches;
    }

    /** What is left of each offer, and whether that is what commands put in and orders took. */
    List<OfferBalance> balances(Map<String, Pool> pools, StandingSums sums) {
        List<OfferBalance> balances = new ArrayList<>();
        pools.forEach((name, pool) -> {
            if (name.startsWith(Replay.STOCK_PREFIX)) {
                balances.add(balance(name, pool, sums));
            }
        });
        return balances;
    }

    private OfferBalance balance(String name, Pool pool, StandingSums sums) {
        String offer = name.substring(Replay.STOCK_PREFIX.length());
        long total = state.totals().getOrDefault(name, 0L);
        long oversold = Math.max(0, pool.held() + pool.sold() - total);
        if (oversold > 0 || pool.total() != total) {
            problems.add("at " + seq + " pool " + name + " should hold " + total + " in all, but is " + pool);
        }
        StandingSums.Units units = sums.of(offer);
        if (units.held() != pool.held() || units.sold() != pool.sold()) {
            problems.add("at " + seq + " pool " + name + " is " + pool + ", but the orders sum up to " + units.held()
                    + " held and " + units.sold() + " sold");
        }
        return new OfferBalance(offer, total, pool.available(), pool.held(), pool.sold(), oversold);
    }

    /** Offers, terms and state of the session. */
    void compareRecords(PartitionSnapshot snapshot) {
        Map<String, String> offers = snapshot.offerRecords();
        for (String offer : names(offers.keySet(), state.offers().keySet())) {
            if (!state.offers().getOrDefault(offer, "").equals(offers.get(offer))) {
                problems.add("at " + seq + " offer " + offer + " is not as its last event left it");
            }
        }
        if (!state.session().equals(snapshot.sessionRecord())) {
            problems.add("at " + seq + " the session is not as its last event left it");
        }
        if (!state.pinned().equals(snapshot.pinned())) {
            problems.add("at " + seq + " offer " + snapshot.pinned() + " is pinned, but the events pinned "
                    + state.pinned());
        }
        if (state.refundsDue() != snapshot.refundsDue()) {
            problems.add("at " + seq + " the partition counts " + snapshot.refundsDue()
                    + " refunds that are due, but the events give " + state.refundsDue());
        }
    }

    /** The money as of the number, which must fit in itself. */
    List<MoneyBalance> money() {
        MoneySums.check(state.money(), seq, problems);
        List<MoneyBalance> balances = new ArrayList<>();
        state.money()
                .forEach((currency, sums) -> balances.add(new MoneyBalance(
                        currency, sums.paid(), sums.refunded(), sums.granted() - sums.refunded(), sums.kept())));
        return balances;
    }

    private static Set<String> names(Set<String> some, Set<String> others) {
        Set<String> names = new TreeSet<>(some);
        names.addAll(others);
        return names;
    }
}
