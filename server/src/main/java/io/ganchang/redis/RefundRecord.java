package io.ganchang.redis;

import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;

/** Reads and spells the refund record of {@code docs/formats.md}. */
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

    /** The record of {@code refund}, for those of closed sessions, which the function library reaches no more. */
    public static String write(Refund refund) {
        return String.join(
                " ",
                refund.state() == RefundState.DUE ? "d" : "f",
                refund.payment().toString(),
                refund.order(),
                refund.currency(),
                Long.toString(refund.amountMinor()),
                refund.reason());
    }

    private static RefundState state(String letter) {
        return switch (letter) {
            case "d" -> RefundState.DUE;
            case "f" -> RefundState.DONE;
            default -> throw new IllegalArgumentException("broken refund state");
        };
    }
}
