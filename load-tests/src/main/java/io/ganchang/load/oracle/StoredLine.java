package io.ganchang.load.oracle;

/** A line of an order as it is stored, with its price in minor units. */
public record StoredLine(String offer, long quantity, long priceMinor) {

    /** The pool of an offer's units. */
    static String pool(String offer) {
        return "stock:" + offer;
    }
}
