package io.ganchang.dispatch;

import io.ganchang.domain.EventId;
import io.ganchang.domain.OrderId;

/**
 * An event as receivers see it.
 *
 * @param type such as {@code io.ganchang.order.confirmed.v1}
 * @param order what it is about
 * @param json the whole event, one CloudEvent 1.0 without line breaks; it holds personal data
 */
public record OutboundEvent(EventId id, String type, OrderId order, String json) {

    /** Names it without what it carries. */
    @Override
    public String toString() {
        return type + ' ' + id;
    }
}
