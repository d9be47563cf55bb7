package io.ganchang.ledger;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.redis.OrderRecord;

/**
 * An order as it stands, and the record that says so.
 *
 * @param record as the partition spells it, so that nothing of it is lost
 */
public record OrderRow(Order order, String record) {

    /**
     * What an event of an order made of it.
     *
     * @throws IllegalArgumentException where the event is broken
     */
    static OrderRow of(Event event) {
        OrderId id = OrderId.parse(event.id().session().value() + '.' + event.subject())
                .orElseThrow(() -> new IllegalArgumentException("broken order id"));
        return new OrderRow(OrderRecord.parse(id, event.body()), event.body());
    }
}
