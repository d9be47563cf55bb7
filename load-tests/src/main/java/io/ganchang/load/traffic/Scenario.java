package io.ganchang.load.traffic;

import io.ganchang.load.journal.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a run sells and what its buyers want, all of it drawn from one seed: request {@code n} wants the same in every
 * run of that seed, whatever the server answers.
 */
public final class Scenario {
    private static final int HOT_OFFERS = 4;
    private static final int COLD_OFFERS = 8;
    private static final long HOT_LIMIT = 3;
    private static final long COLD_LIMIT = 10;
    private static final int QUANTITY_MAX = 3;
    private static final int LINES_MAX = 4;

    private static final double HOT = 0.5;
    private static final double MULTI_LINE = 0.15;
    private static final double REPEATED = 0.2;
    private static final double REPEATED_AT_ONCE = 0.5;
    private static final double CANCELLED = 0.05;
    private static final double WITHOUT_DELIVERY = 0.5;
    private static final double NAMES_PRICES = 0.3;
    private static final long REPEAT_MS_MAX = 2000;
    private static final long CANCEL_MS_MAX = 1500;

    private final long seed;
    private final int viewers;
    private final List<OfferPlan> hot;
    private final List<OfferPlan> cold;

    /**
     * @param orders how many orders the stock is measured for: the hot offers sell out at about a third of them
     */
    public Scenario(long seed, int orders, int viewers) {
        this.seed = seed;
        this.viewers = viewers;
        long hotStock = Math.max(5, orders / 10);
        long coldStock = 100L * Math.max(100, orders);
        this.hot = IntStream.range(0, HOT_OFFERS)
                .mapToObj(i -> new OfferPlan("hot-" + i, 3990 + i, hotStock + i, HOT_LIMIT, i % 2 == 0, true))
                .toList();
        this.cold = IntStream.range(0, COLD_OFFERS)
                .mapToObj(i ->
                        new OfferPlan("cold-" + i, 1990 + i, coldStock, i % 2 == 0 ? 0 : COLD_LIMIT, i % 4 < 2, false))
                .toList();
    }

    /** All offers, hot ones first. */
    public List<OfferPlan> offers() {
        return Stream.concat(hot.stream(), cold.stream()).toList();
    }

    public List<OfferPlan> hotOffers() {
        return hot;
    }

    /** What the buyer of request {@code number} does. */
    public Plan plan(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        List<OfferPlan> chosen = choose(random);
        List<Line> lines = chosen.stream()
                .map(offer -> new Line(offer.id(), 1 + random.nextInt(QUANTITY_MAX)))
                .toList();
        boolean bare = chosen.stream().noneMatch(OfferPlan::deliveryRequired) && chance(random, WITHOUT_DELIVERY);
        String viewer = "viewer-" + random.nextInt(viewers);
        Wish wish = new Wish(
                number, viewer, key(number), lines, bare ? null : recipient(number), chance(random, NAMES_PRICES));
        return new Plan(wish, repeat(random), cancel(random));
    }

    /** A buyer of one unit who has not been there before. */
    public static Wish lastUnit(long number, OfferPlan offer) {
        return new Wish(
                number, "fresh-" + number, key(number), List.of(new Line(offer.id(), 1)), recipient(number), false);
    }

    private List<OfferPlan> choose(SplittableRandom random) {
        if (!chance(random, MULTI_LINE)) {
            List<OfferPlan> shelf = chance(random, HOT) ? hot : cold;
            return List.of(shelf.get(random.nextInt(shelf.size())));
        }
        List<OfferPlan> all = new ArrayList<>(offers());
        Collections.shuffle(all, new Random(random.nextLong()));
        return List.copyOf(all.subList(0, 2 + random.nextInt(LINES_MAX - 1)));
    }

    private static OptionalLong repeat(SplittableRandom random) {
        if (!chance(random, REPEATED)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(chance(random, REPEATED_AT_ONCE) ? 0 : 1 + random.nextLong(REPEAT_MS_MAX));
    }

    private static OptionalLong cancel(SplittableRandom random) {
        return chance(random, CANCELLED) ? OptionalLong.of(1 + random.nextLong(CANCEL_MS_MAX)) : OptionalLong.empty();
    }

    private static boolean chance(SplittableRandom random, double share) {
        return random.nextDouble() < share;
    }

    private static String key(long number) {
        return "{load}:" + number; // braces, lest a key ever reach Redis as it is
    }

    private static String recipient(long number) {
        return "request " + number;
    }
}
