package io.ganchang.load.traffic;

import java.util.List;

/**
 * What one session of a run sells and what its buyers want: request {@code n} wants the same in every run of a seed,
 * whatever the server answers.
 */
public interface Show {

    List<OfferPlan> offers();

    /** Those of its offers of which more is wanted than there is; at the end of a run they can be bought empty. */
    List<OfferPlan> hotOffers();

    /** Unpaid orders that a viewer may have at a time, 0 for any number. */
    long holdsPerViewer();

    /** What the buyer of request {@code number} does. */
    Plan plan(long number);
}
