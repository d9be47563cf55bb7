package io.ganchang.domain;

import java.util.Optional;

/**
 * What a gateway says has happened to money. It is believed: its signature has been checked.
 *
 * @param noticeId tells this notice from every other one of the gateway; a notice that is sent again keeps it
 * @param order as the gateway has it: perhaps not the id of any order
 * @param amountMinor above 0, minor units of {@code currency}
 * @param currency ISO 4217
 * @param refund which of our refunds was carried out, where the gateway says so
 */
public record PaymentNotice(
        Kind kind,
        PaymentKey payment,
        String noticeId,
        String order,
        long amountMinor,
        String currency,
        Optional<RefundId> refund) {

    /** Most that one payment can be, minor units: what an order can cost at most. */
    public static final long AMOUNT_MINOR_MAX = 10_000_000_000_000L;

    /** What has happened. */
    public enum Kind {
        PAID,
        REFUNDED,

        /** The amount is all that has gone back of the payment so far. */
        REFUNDED_TO_DATE
    }

    /** Names it without whom it concerns. */
    @Override
    public String toString() {
        return kind + " notice of " + payment.gateway();
    }
}
