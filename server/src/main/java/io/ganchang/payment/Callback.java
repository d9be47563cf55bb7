package io.ganchang.payment;

import io.ganchang.domain.PaymentNotice;

/** What a gateway's callback turned out to be. */
public sealed interface Callback {

    /** Signed, and about money. */
    record Told(PaymentNotice notice) implements Callback {}

    /** Signed, and about nothing that concerns us, such as a payment that was given up. */
    record Irrelevant() implements Callback {}

    /** Not signed by the gateway, or not within its time. */
    record Forged(String detail) implements Callback {}

    /** Signed, and not what the gateway should send. */
    record Malformed(String detail) implements Callback {}
}
