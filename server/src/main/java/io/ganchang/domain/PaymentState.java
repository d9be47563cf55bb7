package io.ganchang.domain;

/** Where the money of an order stands. */
public enum PaymentState {
    NONE,
    DUE,
    PAID,
    REFUND_DUE,
    REFUNDED
}
