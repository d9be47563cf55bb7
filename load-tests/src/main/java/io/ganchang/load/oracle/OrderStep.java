package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One event of an order, between what the order was and what the event made it.
 *
 * @param before null where it is the order's first
 */
record OrderStep(StoredEvent event, @Nullable OrderFields before, OrderFields after) {

    /** What each event may make of which state; {@code -} is no order yet. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            StoredEvent.HELD, Set.of("-h"),
            StoredEvent.CONFIRMED, Set.of("-c", "hc", "ec"),
            StoredEvent.CANCELLED, Set.of("hx", "cx"),
            StoredEvent.EXPIRED, Set.of("he"),
            StoredEvent.REFUND_DUE_OF_ORDER, Set.of("hh", "cc", "xx", "ee"),
            StoredEvent.REFUNDED, Set.of("hh", "cc", "xx", "ee"));

    /** All steps of all orders, in the order of their events. */
    static List<OrderStep> of(LedgerSnapshot ledger) {
        Map<String, OrderFields> orders = new HashMap<>();
        List<OrderStep> steps = new ArrayList<>();
        for (StoredEvent event : ledger.events()) {
            if (event.isOfOrder()) {
                OrderFields after = event.order();
                steps.add(new OrderStep(event, orders.put(event.subject(), after), after));
            }
        }
        return steps;
    }

    boolean isAllowed() {
        return ALLOWED.getOrDefault(event.type(), Set.of()).contains(stateBefore() + after.state());
    }

    private String stateBefore() {
        return before == null ? "-" : before.state();
    }

    boolean isFirst() {
        return before == null;
    }

    /** Whether late money took the units of an expired order again. */
    boolean reacquires() {
        return before != null && before.isExpired() && after.isConfirmed();
    }

    /** 1 where the order's units become its viewer's, -1 where they go back, 0 where they stay where they are. */
    long claim() {
        boolean stood = before != null && before.stands();
        if (stood == after.stands()) {
            return 0;
        }
        return after.stands() ? 1 : -1;
    }

    /** 1 where the step begins a hold, -1 where it ends one. */
    int holds() {
        return one(after.isHeld()) - one(before != null && before.isHeld());
    }

    /** What the step must change in the pools of the order's lines. */
    Set<PoolCount.Delta> deltas() {
        long available = -claim();
        int held = holds();
        int sold = one(after.isConfirmed()) - one(before != null && before.isConfirmed());
        Set<PoolCount.Delta> deltas = new HashSet<>();
        if (available != 0 || held != 0 || sold != 0) {
            after.lines()
                    .forEach(line -> deltas.add(new PoolCount.Delta(
                            StoredLine.pool(line.offer()),
                            available * line.quantity(),
                            held * line.quantity(),
                            sold * line.quantity())));
        }
        return deltas;
    }

    private static int one(boolean counts) {
        return counts ? 1 : 0;
    }
}
