package io.ganchang.domain;

import java.util.OptionalLong;

/**
 * One line of a request to buy.
 *
 * @param expectedPriceMinor the price the buyer saw, where the buyer insists on it
 */
public record RequestedLine(String offer, long quantity, OptionalLong expectedPriceMinor) {}
