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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One event of an order, and whether it may follow what was before: its type and the states, that its deltas are what the
 * order's lines ask for, and that an order is held for payment exactly where a line asks for that.
 *
 * @param before the order's state; empty where it had no event, or none is known
 * @param fromTheFirst whether an unknown state means that there was no order
 */
record OrderStep(Event event, Order order, Optional<OrderState> before, boolean fromTheFirst) {
    private static final Map<String, OrderState> MAKES = Map.of(
            Event.ORDER_HELD, OrderState.HELD,
            Event.ORDER_CONFIRMED, OrderState.CONFIRMED,
            Event.ORDER_CANCELLED, OrderState.CANCELLED,
            Event.ORDER_EXPIRED, OrderState.EXPIRED);
    private static final Set<String> KEEP_THE_STATE = Set.of(Event.ORDER_REFUND_DUE, Event.ORDER_REFUNDED);
    private static final Optional<OrderState> NO_ORDER = Optional.empty();
    private static final Map<OrderState, List<Optional<OrderState>>> MAY_FOLLOW = Map.of(
            OrderState.HELD, List.of(NO_ORDER),
            OrderState.CONFIRMED, List.of(NO_ORDER, Optional.of(OrderState.HELD), Optional.of(OrderState.EXPIRED)),
            OrderState.CANCELLED, List.of(Optional.of(OrderState.HELD), Optional.of(OrderState.CONFIRMED)),
            OrderState.EXPIRED, List.of(Optional.of(OrderState.HELD)));

    /** @param isPrepaid whether an offer, at that time, is to be paid before it is confirmed */
    void check(List<PoolDelta> deltas, Predicate<String> isPrepaid, Problems problems) {
        if (order.seq() != event.seq()) {
            problems.add("event " + event.id() + " carries the record of number " + order.seq());
        }
        if (!makesItsState()) {
            problems.add("event " + event.id() + " is " + event.type() + ", but its order is " + order.state());
        }
        boolean isKnown = before.isPresent() || fromTheFirst;
        if (isKnown && !sources().contains(before)) {
            problems.add("event " + event.id() + " makes an order " + order.state() + " that was "
                    + before.map(Enum::name).orElse("not there"));
        }
        Set<PoolDelta> told = ofStock(deltas);
        List<Optional<OrderState>> candidates = isKnown ? List.of(before) : sources();
        if (candidates.stream().noneMatch(from -> told.equals(expected(from)))) {
            problems.add("event " + event.id() + " does not change the pools by what its order has");
        }
        checkHold(isPrepaid, problems);
    }

    private boolean makesItsState() {
        return KEEP_THE_STATE.contains(event.type()) || order.state() == MAKES.get(event.type());
    }

    private List<Optional<OrderState>> sources() {
        return KEEP_THE_STATE.contains(event.type())
                ? List.of(Optional.of(order.state()))
                : MAY_FOLLOW.getOrDefault(order.state(), List.of());
    }

    /** An order that was never held has its first event where it is confirmed. */
    private void checkHold(Predicate<String> isPrepaid, Problems problems) {
        boolean isHeld = event.type().equals(Event.ORDER_HELD);
        boolean isFirst = isHeld
                || (event.type().equals(Event.ORDER_CONFIRMED)
                        && order.heldUntilMs().isEmpty());
        boolean isToBeHeld = isFirst
                && order.amountMinor() > 0
                && order.lines().stream().anyMatch(line -> isPrepaid.test(line.offer()));
        if (isFirst && isHeld != isToBeHeld) {
            problems.add("event " + event.id() + (isHeld ? " holds" : " does not hold") + " an order whose lines do "
                    + (isToBeHeld ? "" : "not ") + "ask for payment first");
        }
        if (isHeld && order.heldUntilMs().isEmpty()) {
            problems.add("event " + event.id() + " holds an order for no time");
        }
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
