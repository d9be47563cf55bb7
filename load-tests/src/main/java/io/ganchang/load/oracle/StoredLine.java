package io.ganchang.load.oracle;

/** A line of an order as it is stored, with its price in minor units. */
public record StoredLine(String offer, long quantity, long priceMinor) {}
