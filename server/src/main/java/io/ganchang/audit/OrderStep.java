package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.PoolDelta;
import io.ganchang.redis.Keys;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One event of an order, and whether it may follow what was before: the states, and that its deltas are what the order's
 * lines ask for.
 *
 * @param before the order's state; empty where it had no event, or none is known
 * @param fromTheFirst whether an unknown state means that there was no order
 */
record OrderStep(Event event, Order order, Optional<OrderState> before, boolean fromTheFirst) {
    private static final Map<OrderState, Set<OrderState>> MAY_FOLLOW = Map.of(
            OrderState.HELD,
            Set.of(OrderState.HELD, OrderState.CONFIRMED, OrderState.CANCELLED, OrderState.EXPIRED),
            OrderState.CONFIRMED,
            Set.of(OrderState.CONFIRMED, OrderState.CANCELLED),
            OrderState.EXPIRED,
            Set.of(OrderState.EXPIRED, OrderState.CONFIRMED),
            OrderState.CANCELLED,
            Set.of(OrderState.CANCELLED));

    void check(List<PoolDelta> deltas, Problems problems) {
        if (order.seq() != event.seq()) {
            problems.add("event " + event.id() + " carries the record of number " + order.seq());
        }
        if (!mayFollow()) {
            problems.add("event " + event.id() + " makes an order " + order.state() + " that was "
                    + before.map(Enum::name).orElse("not there"));
        }
        Set<PoolDelta> told = ofStock(deltas);
        if (candidates().noneMatch(from -> told.equals(expected(from)))) {
            problems.add("event " + event.id() + " does not change the pools by what its order has");
        }
    }

    private boolean mayFollow() {
        return before.map(state -> MAY_FOLLOW.getOrDefault(state, Set.of()).contains(order.state()))
                .orElse(!fromTheFirst || StandingSums.stands(order.state()));
    }

    private Stream<Optional<OrderState>> candidates() {
        return before.isPresent() || fromTheFirst
                ? Stream.of(before)
                : Stream.of(Optional.empty(), Optional.of(OrderState.HELD), Optional.of(OrderState.CONFIRMED));
    }

    private Set<PoolDelta> expected(Optional<OrderState> from) {
        return order.lines().stream()
                .map(line -> StandingSums.delta(Keys.stockPool(line.offer()), line.quantity(), from, order.state()))
                .filter(delta -> delta.held() != 0 || delta.sold() != 0)
                .collect(Collectors.toSet());
    }

    private static Set<PoolDelta> ofStock(List<PoolDelta> deltas) {
        Set<PoolDelta> ofStock = new HashSet<>();
        for (PoolDelta delta : deltas) {
            if (delta.pool().startsWith(Replay.STOCK_PREFIX)) {
                ofStock.add(delta);
            }
        }
        return ofStock;
    }
}
