package io.ganchang.domain;

/** Where a refund stands: to be carried out by the gateway, or carried out. */
public enum RefundState {
    DUE,
    DONE
}
