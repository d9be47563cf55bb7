package io.ganchang.domain;

/** What one event changed in one pool; numbers are signed. */
public record PoolDelta(String pool, long available, long held, long sold) {}
