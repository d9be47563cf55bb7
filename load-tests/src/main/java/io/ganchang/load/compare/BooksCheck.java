package io.ganchang.load.compare;

import java.util.OptionalLong;

/**
 * What a system's books say against its answers.
 *
 * @param confirmed answers 201, each for one unit
 * @param uncertain requests that were not answered, or with 503, which may have been executed
 * @param sold units, by its books; empty where it keeps none
 * @param faults what else is wrong with them; empty for nothing
 */
record BooksCheck(String system, long confirmed, long uncertain, OptionalLong sold, String faults) {

    boolean isClean() {
        return faults.isEmpty()
                && (sold.isEmpty() || (sold.getAsLong() >= confirmed && sold.getAsLong() <= confirmed + uncertain));
    }

    /** In a line. */
    String told() {
        if (sold.isEmpty()) {
            return system + ": keeps no books; " + confirmed + " answers 201";
        }
        String sums = system + ": " + confirmed + " answers 201, " + sold.getAsLong() + " units sold"
                + (uncertain == 0 ? "" : ", " + uncertain + " answers lost or 503");
        if (isClean()) {
            return sums + ": the books are clean";
        }
        return sums + ": THE BOOKS DIFFER" + (faults.isEmpty() ? "" : ": " + faults);
    }
}
