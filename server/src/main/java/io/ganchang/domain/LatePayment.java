package io.ganchang.domain;

/** What becomes of a payment that arrives after its hold expired. */
public enum LatePayment {
    REACQUIRE,
    REFUND
}
