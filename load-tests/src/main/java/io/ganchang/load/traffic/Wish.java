package io.ganchang.load.traffic;

import io.ganchang.load.journal.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order that a viewer wants.
 *
 * @param request its number in the run, unique
 * @param key its idempotency key
 * @param recipient the name on the parcel, which carries the number; null for an order without delivery data
 * @param namesPrices whether the request says which prices it expects
 */
public record Wish(
        long request,
        String viewer,
        String key,
        List<Line> lines,
        @Nullable String recipient,
        boolean namesPrices) {

    public Wish {
        lines = List.copyOf(lines);
    }

    /** A buyer of one unit who has not been there before. */
    static Wish lastUnit(long number, OfferPlan offer) {
        return new Wish(
                number, "fresh-" + number, key(number), List.of(new Line(offer.id(), 1)), recipient(number), false);
    }

    static String key(long request) {
        return "{load}:" + request; // braces, lest a key ever reach Redis as it is
    }

    static String recipient(long request) {
        return "request " + request;
    }
}
