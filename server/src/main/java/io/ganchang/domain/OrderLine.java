package io.ganchang.domain;

/**
 * One line of an order, at the price it was sold for.
 *
 * @param priceMinor of one unit, minor units
 */
public record OrderLine(String offer, long quantity, long priceMinor) {

    /** Price times quantity, minor units. */
    public long amountMinor() {
        return Math.multiplyExact(quantity, priceMinor);
    }
}
