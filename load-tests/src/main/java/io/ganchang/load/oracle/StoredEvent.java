package io.ganchang.load.oracle;

/** A row of the ledger's {@code event} table. */
public record StoredEvent(long seq, long epoch, String type, String deltas, String subject, String body) {
    static final String CONFIRMED = "order.confirmed";
    static final String CANCELLED = "order.cancelled";

    boolean isConfirmed() {
        return type.equals(CONFIRMED);
    }

    boolean isCancelled() {
        return type.equals(CANCELLED);
    }

    boolean isOfOrder() {
        return isConfirmed() || isCancelled();
    }

    OrderFields order() {
        return OrderFields.read(body);
    }

    @Override
    public String toString() {
        return type + " at seq " + seq;
    }
}
