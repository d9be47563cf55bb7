package io.ganchang.load.traffic;

/**
 * An offer of the run.
 *
 * @param limitPerViewer units of one viewer in standing orders, 0 for no limit
 * @param hot whether more is wanted than there is
 * @param holdS how long an unpaid order is held, seconds; 0 where it is paid on delivery
 * @param reacquires whether money that comes late takes the units again
 */
public record OfferPlan(
        String id,
        long priceMinor,
        long stock,
        long limitPerViewer,
        boolean deliveryRequired,
        boolean hot,
        long holdS,
        boolean reacquires) {

    /** Whether its orders have to be paid before they are confirmed. */
    public boolean isPrepaid() {
        return holdS > 0;
    }
}
