package io.ganchang.redis;

import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges the sale of one offer, one unit an order, by what buyers were told, what the pool says and what the events
 * replay to. It shares no code with what it judges.
 *
 * @param stock units on sale
 * @param demand how many different orders were tried
 */
record SaleOracle(String offer, long stock, long demand) {
    private static final Pattern DELTA = Pattern.compile("=(-?\\d+)/(-?\\d+)/(-?\\d+)$");

    /**
     * What is wrong, empty where nothing is.
     *
     * @param told ids of the orders that were answered as placed, once for each such answer
     */
    List<String> violations(List<String> told, Pool pool, List<Event> events) {
        List<String> violations = new ArrayList<>();
        if (told.size() > stock || pool.sold() > stock) {
            violations.add("oversold: told " + told.size() + ", pool " + pool + ", stock " + stock);
        }
        if (told.size() < Math.min(stock, demand)) {
            violations.add("undersold: told " + told.size() + " of " + demand + ", stock " + stock);
        }
        if (pool.sold() != told.size() || pool.total() != stock || pool.available() < 0) {
            violations.add("pool " + pool + " after " + told.size() + " orders");
        }
        if (new HashSet<>(told).size() != told.size()) {
            violations.add("doubled: an order was placed twice");
        }
        replay(pool, events, violations);
        return violations;
    }

    private void replay(Pool pool, List<Event> events, List<String> violations) {
        long available = 0;
        long sold = 0;
        Set<String> confirmed = new HashSet<>();
        for (Event event : events) {
            if (event.type().equals("order.confirmed") && !confirmed.add(event.subject())) {
                violations.add("doubled: two events for " + event.subject());
            }
            Matcher delta = DELTA.matcher(event.deltas());
            if (delta.find() && event.deltas().startsWith("stock:" + offer + '=')) {
                available += Long.parseLong(delta.group(1));
                sold += Long.parseLong(delta.group(3));
            }
            if (available < 0) {
                violations.add("below nothing at " + event.seq());
            }
        }
        if (available != pool.available() || sold != pool.sold()) {
            violations.add("events replay to " + available + " available, " + sold + " sold; the pool is " + pool);
        }
    }
}
