package io.ganchang.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a host decides about an offer, its stock apart.
 *
 * @param product id in the catalogue, where it has one
 * @param unit what one unit is, such as {@code box 5 kg}
 * @param priceMinor of one unit, minor units of {@code currency}
 * @param limitPerViewer units one viewer may have in standing orders; 0 for no limit
 * @param holdSeconds how long an unpaid order keeps its units
 */
public record OfferTerms(
        @Nullable String product,
        String title,
        String unit,
        long priceMinor,
        String currency,
        long limitPerViewer,
        PaymentMode payment,
        long holdSeconds,
        LatePayment latePayment,
        boolean deliveryRequired) {}
