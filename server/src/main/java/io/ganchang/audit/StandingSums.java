package io.ganchang.audit;

import io.ganchang.domain.OrderLine;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.PoolDelta;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What all standing orders hold and have bought of each offer: the orders' own account of the pools. */
final class StandingSums {
    private final Map<String, Units> units = new HashMap<>();

    /** Of one offer. */
    record Units(long held, long sold) {
        static final Units NONE = new Units(0, 0);

        private Units plus(Units other) {
            return new Units(held + other.held, sold + other.sold);
        }
    }

    /** Adds one line of an order in {@code state}, or takes it back where {@code sign} is −1. */
    void add(OrderLine line, OrderState state, int sign) {
        units.merge(line.offer(), of(Optional.of(state), sign * line.quantity()), Units::plus);
    }

    Units of(String offer) {
        return units.getOrDefault(offer, Units.NONE);
    }

    /** What a move of an order from one state to another does to the pool of one of its lines. */
    static PoolDelta delta(String pool, long quantity, Optional<OrderState> from, OrderState to) {
        Units before = of(from, quantity);
        Units after = of(Optional.of(to), quantity);
        long held = after.held - before.held;
        long sold = after.sold - before.sold;
        return new PoolDelta(pool, -held - sold, held, sold);
    }

    /** Whether an order in that state takes units. */
    static boolean stands(OrderState state) {
        return state == OrderState.HELD || state == OrderState.CONFIRMED;
    }

    private static Units of(Optional<OrderState> state, long quantity) {
        return switch (state.orElse(OrderState.CANCELLED)) {
            case HELD -> new Units(quantity, 0);
            case CONFIRMED -> new Units(0, quantity);
            default -> Units.NONE;
        };
    }
}
