package io.ganchang.load.traffic;

/**
 * How the orders of a run are paid.
 *
 * @param prepaid share of the wanted orders that have to be paid within their hold
 * @param payLate share of those whose buyers pay when the hold is over
 * @param abandon share of those whose buyers never pay
 */
public record MoneyMix(double prepaid, double payLate, double abandon) {
    /** Everything is paid on delivery. */
    public static final MoneyMix NONE = new MoneyMix(0, 0, 0);

    /** Whether any order has to be paid. */
    public boolean isAny() {
        return prepaid > 0;
    }
}
