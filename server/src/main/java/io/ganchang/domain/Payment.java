package io.ganchang.domain;

/**
 * The money of an order, in minor units of its currency.
 *
 * @param paidMinor all that was paid for it, also what is to be given back
 * @param refundedMinor what has been given back
 * @param grantedMinor what has been given back or is due to be
 */
public record Payment(PaymentState state, long paidMinor, long refundedMinor, long grantedMinor) {

    /** What is still to be given back. */
    public long refundDueMinor() {
        return grantedMinor - refundedMinor;
    }
}
