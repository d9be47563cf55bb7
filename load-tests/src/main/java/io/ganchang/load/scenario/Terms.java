package io.ganchang.load.scenario;

import io.ganchang.load.traffic.OfferPlan;

/**
 * One offer of a session.
 *
 * @param limitPerViewer units of one viewer in standing orders, 0 for no limit
 * @param delivery whether an order needs an address
 * @param holdSeconds how long an unpaid order is held, by the clock of the run; 0 where it is paid on delivery
 * @param reacquires whether money that comes late takes the units again where they are still there
 */
public record Terms(
        String id,
        long stock,
        long priceMinor,
        int limitPerViewer,
        boolean delivery,
        long holdSeconds,
        boolean reacquires) {
    private static final int STOCK_MAX = 100_000_000;
    private static final int PRICE_MINOR_MAX = 100_000_000;
    private static final int LIMIT_MAX = 1000;
    private static final int HOLD_S_MAX = 3600;

    public Terms {
        Range.require(id.matches("[A-Za-z0-9_-]{1,64}"), "id must be 1 to 64 letters, digits, _ or -");
        Range.hold("stock", (double) stock, 1, STOCK_MAX);
        Range.hold("priceMinor", (double) priceMinor, 0, PRICE_MINOR_MAX);
        Range.hold("limitPerViewer", limitPerViewer, 0, LIMIT_MAX);
        Range.hold("holdSeconds", (double) holdSeconds, 0, HOLD_S_MAX);
    }

    OfferPlan rehearsed(long units) {
        return new OfferPlan(id, priceMinor, units, limitPerViewer, delivery, false, holdSeconds, reacquires);
    }

    OfferPlan plan(boolean drained) {
        return new OfferPlan(id, priceMinor, stock, limitPerViewer, delivery, drained, holdSeconds, reacquires);
    }
}
