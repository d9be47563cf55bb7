package io.ganchang.load.oracle;

/** A row of the ledger's {@code event} table. */
public record StoredEvent(long seq, long epoch, long atMs, String type, String deltas, String subject, String body) {
    static final String CONFIRMED = "order.confirmed";
    static final String CANCELLED = "order.cancelled";
    static final String HELD = "order.held";
    static final String EXPIRED = "order.expired";
    static final String REFUND_DUE_OF_ORDER = "order.refund_due";
    static final String REFUNDED = "order.refunded";
    static final String PAID = "payment.received";
    static final String REFUND_DUE = "refund.due";
    static final String REFUND_DONE = "refund.done";

    boolean isConfirmed() {
        return type.equals(CONFIRMED);
    }

    boolean isExpired() {
        return type.equals(EXPIRED);
    }

    boolean isOfOrder() {
        return type.startsWith("order.");
    }

    /** Whether fulfilment is to hear of it. */
    boolean goesOut() {
        return isConfirmed() || type.equals(CANCELLED) || type.equals(REFUNDED);
    }

    OrderFields order() {
        return OrderFields.read(body);
    }

    /** The same event with other deltas. */
    StoredEvent withDeltas(String others) {
        return new StoredEvent(seq, epoch, atMs, type, others, subject, body);
    }

    /** The same event with another body. */
    StoredEvent withBody(String other) {
        return new StoredEvent(seq, epoch, atMs, type, deltas, subject, other);
    }

    @Override
    public String toString() {
        return type + " at seq " + seq;
    }
}
