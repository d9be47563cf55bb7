package io.ganchang.config;

/**
 * Payments in advance.
 *
 * @param refundAttemptsMax attempts to give money back that may fail before the refund waits for a person
 * @param refundDelayMsMin wait after the first of them; it doubles, with jitter
 * @param refundDelayMsMax longest wait
 */
public record PaymentsConfig(int refundAttemptsMax, int refundDelayMsMin, int refundDelayMsMax) {

    static PaymentsConfig from(Section section) {
        return new PaymentsConfig(
                section.integer("refundAttemptsMax", 1, 1_000),
                section.integer("refundDelayMsMin", 10, 86_400_000),
                section.integer("refundDelayMsMax", 10, 86_400_000));
    }

    /** How often it is tried to give money back. */
    public RefundPace refundPace() {
        return new RefundPace(refundAttemptsMax, refundDelayMsMin, refundDelayMsMax);
    }
}
