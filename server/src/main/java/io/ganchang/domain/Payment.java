package io.ganchang.domain;

/** The money of an order, in minor units of its currency. */
public record Payment(PaymentState state, long paidMinor, long refundedMinor) {}
