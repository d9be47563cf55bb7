package io.ganchang.domain;

import java.util.Optional;

/**
 * What tells a payment from every other one: {@code <gateway>:<paymentId>}. One key counts once, however often and for
 * whatever order it is told.
 *
 * @param gateway that took the money
 * @param paymentId the gateway's own number for it
 */
public record PaymentKey(String gateway, String paymentId) {
    /** Longest name of a gateway. */
    public static final int GATEWAY_LENGTH_MAX = 16;

    /** The key of a payment that {@code gateway} calls {@code paymentId}; empty where one of them is no id. */
    public static Optional<PaymentKey> of(String gateway, String paymentId) {
        return Ids.isId(gateway) && gateway.length() <= GATEWAY_LENGTH_MAX && Ids.isId(paymentId)
                ? Optional.of(new PaymentKey(gateway, paymentId))
                : Optional.empty();
    }

    /**
     * The key that {@code text} spells in a record of ours.
     *
     * @throws IllegalArgumentException where it spells none
     */
    public static PaymentKey require(String text) {
        int colon = text.indexOf(':');
        return Optional.of(text)
                .filter(spelled -> colon > 0)
                .flatMap(spelled -> of(spelled.substring(0, colon), spelled.substring(colon + 1)))
                .orElseThrow(() -> new IllegalArgumentException("not the key of a payment"));
    }

    @Override
    public String toString() {
        return gateway + ':' + paymentId;
    }
}
