package io.ganchang.domain;

/** When an offer is paid: on delivery ({@code NONE}), or before the order is confirmed. */
public enum PaymentMode {
    NONE,
    PREPAID
}
