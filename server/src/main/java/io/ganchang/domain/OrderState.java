package io.ganchang.domain;

/** Where an order stands: {@code held → confirmed | cancelled | expired}, {@code confirmed → cancelled}. */
public enum OrderState {
    HELD,
    CONFIRMED,
    CANCELLED,
    EXPIRED
}
