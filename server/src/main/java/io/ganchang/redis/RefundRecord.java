package io.ganchang.redis;

import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;

/** Reads the refund record of {@code docs/formats.md}. */
public final class RefundRecord {
    private static final int FIELDS_MIN = 6;

    private RefundRecord() {}

    /**
     * The refund that {@code record} describes.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static Refund parse(RefundId id, String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        RefundState state = state(fields.next());
        PaymentKey payment = PaymentKey.require(fields.next());
        String order = fields.next();
        String currency = fields.next();
        long amountMinor = fields.nextLong();
        return new Refund(id, state, payment, order, currency, amountMinor, fields.next());
    }

    private static RefundState state(String letter) {
        return switch (letter) {
            case "d" -> RefundState.DUE;
            case "f" -> RefundState.DONE;
            default -> throw new IllegalArgumentException("broken refund state");
        };
    }
}
