package io.ganchang.load.traffic;

/**
 * An offer of the run.
 *
 * @param limitPerViewer units of one viewer in standing orders, 0 for no limit
 * @param hot whether more is wanted than there is
 */
public record OfferPlan(
        String id, long priceMinor, long stock, long limitPerViewer, boolean deliveryRequired, boolean hot) {}
