package io.ganchang.domain;

import org.jspecify.annotations.Nullable;

/**
 * One transition of a partition. Types, deltas and bodies are spelled in {@code docs/formats.md}.
 *
 * @param atMs partition time
 * @param actor who caused it
 * @param deltas what it changed in pools, {@code -} for nothing
 * @param subject id of the order, offer or session it is about
 * @param body record of the subject after it
 * @param attachment JSON that travels with it: delivery data or a reason
 */
public record Event(
        EventId id,
        long atMs,
        String type,
        String actor,
        String deltas,
        String subject,
        String body,
        @Nullable String attachment) {
    /** Type prefix of the events of orders. */
    public static final String ORDER_PREFIX = "order.";

    public static final String ORDER_HELD = "order.held";
    public static final String ORDER_CONFIRMED = "order.confirmed";
    public static final String ORDER_CANCELLED = "order.cancelled";

    public static final String ORDER_EXPIRED = "order.expired";
    public static final String ORDER_REFUND_DUE = "order.refund_due";
    public static final String ORDER_REFUNDED = "order.refunded";

    public static final String PAYMENT_RECEIVED = "payment.received";
    public static final String REFUND_DUE = "refund.due";
    public static final String REFUND_DONE = "refund.done";

    /** After it a session's offers and orders change no more, but by cancelling. */
    public static final String SESSION_ENDED = "session.ended";

    /** The last event of a partition. */
    public static final String SESSION_CLOSED = "session.closed";

    /** Place of this event in its partition. */
    public long seq() {
        return id.seq();
    }

    public boolean isOfOrder() {
        return type.startsWith(ORDER_PREFIX);
    }

    /** Names it without what it carries, which may be personal. */
    @Override
    public String toString() {
        return type + ' ' + id;
    }
}
