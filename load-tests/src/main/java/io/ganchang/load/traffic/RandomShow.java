package io.ganchang.load.traffic;

import io.ganchang.load.journal.Line;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A show of hot and cold offers whose buyers want a bit of everything, all of it drawn from one seed. */
public final class RandomShow implements Show {
    private static final int HOT_OFFERS = 4;
    private static final int COLD_OFFERS = 8;
    private static final long HOT_LIMIT = 3;
    private static final long COLD_LIMIT = 10;
    private static final int QUANTITY_MAX = 3;
    private static final int LINES_MAX = 4;

    private static final double HOT = 0.5;
    private static final double MULTI_LINE = 0.15;
    private static final Habits HABITS = new Habits(0.2, 0.05);
    private static final double WITHOUT_DELIVERY = 0.5;
    private static final double NAMES_PRICES = 0.3;

    private static final long HOLDS_PER_VIEWER = 3;
    private static final long HOLD_S_MIN = 5;
    private static final int HOLDS = 6;
    private static final long MONEY = 0x4d6f6e6579L; // keeps the draws for money apart from the others

    private final long seed;
    private final int viewers;
    private final MoneyMix mix;
    private final MoneyPlans money;
    private final List<OfferPlan> hot;
    private final List<OfferPlan> cold;

    /**
     * @param orders how many orders the stock is measured for: the hot offers sell out at about a third of them
     */
    public RandomShow(long seed, int orders, int viewers, MoneyMix mix) {
        this.seed = seed;
        this.viewers = viewers;
        this.mix = mix;
        this.money = new MoneyPlans(mix);
        long hotStock = Math.max(5, orders / 10);
        long coldStock = 100L * Math.max(100, orders);
        this.hot = IntStream.range(0, HOT_OFFERS)
                .mapToObj(i -> new OfferPlan(
                        "hot-" + i,
                        3990 + i,
                        hotStock + i,
                        HOT_LIMIT,
                        i % 2 == 0,
                        true,
                        holdS(i, HOT_OFFERS),
                        reacquires(i)))
                .toList();
        this.cold = IntStream.range(0, COLD_OFFERS)
                .mapToObj(i -> new OfferPlan(
                        "cold-" + i,
                        1990 + i,
                        coldStock,
                        i % 2 == 0 ? 0 : COLD_LIMIT,
                        i % 4 < 2,
                        false,
                        holdS(i, COLD_OFFERS),
                        reacquires(i)))
                .toList();
    }

    /** So many of a shelf are prepaid as the mix says, and at least one of each kind where it wants both. */
    private long holdS(int number, int shelf) {
        long prepaid = Math.round(mix.prepaid() * shelf);
        if (mix.isAny() && mix.prepaid() < 1) {
            prepaid = Math.max(1, Math.min(shelf - 1, prepaid));
        }
        return number < prepaid ? HOLD_S_MIN + number % HOLDS : 0;
    }

    private static boolean reacquires(int number) {
        return number / 2 % 2 == 0;
    }

    /** All offers, hot ones first. */
    @Override
    public List<OfferPlan> offers() {
        return Stream.concat(hot.stream(), cold.stream()).toList();
    }

    @Override
    public long holdsPerViewer() {
        return mix.isAny() ? HOLDS_PER_VIEWER : 0;
    }

    @Override
    public List<OfferPlan> hotOffers() {
        return hot;
    }

    @Override
    public Plan plan(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        List<OfferPlan> chosen = choose(random);
        List<Line> lines = chosen.stream()
                .map(offer -> new Line(offer.id(), 1 + random.nextInt(QUANTITY_MAX)))
                .toList();
        boolean bare = chosen.stream().noneMatch(OfferPlan::deliveryRequired) && chance(random, WITHOUT_DELIVERY);
        String viewer = "viewer-" + random.nextInt(viewers);
        Wish wish = new Wish(
                number,
                viewer,
                Wish.key(number),
                lines,
                bare ? null : Wish.recipient(number),
                chance(random, NAMES_PRICES));
        boolean due = chosen.stream().anyMatch(OfferPlan::isPrepaid);
        SplittableRandom ofMoney = new SplittableRandom((seed ^ MONEY) * 1_000_003 + number);
        return new Plan(wish, HABITS.repeatAfterMs(random), HABITS.cancelAfterMs(random), money.draw(due, ofMoney));
    }

    private List<OfferPlan> choose(SplittableRandom random) {
        boolean prepaid = mix.isAny() && chance(random, mix.prepaid());
        if (!chance(random, MULTI_LINE)) {
            List<OfferPlan> shelf = only(prepaid, chance(random, HOT) ? hot : cold);
            return List.of(shelf.get(random.nextInt(shelf.size())));
        }
        List<OfferPlan> all = new ArrayList<>(prepaid ? offers() : only(false, offers()));
        Collections.shuffle(all, new Random(random.nextLong()));
        List<OfferPlan> chosen = all.subList(0, Math.min(all.size(), 2 + random.nextInt(LINES_MAX - 1)));
        if (prepaid && chosen.stream().noneMatch(OfferPlan::isPrepaid)) {
            chosen.set(0, all.stream().filter(OfferPlan::isPrepaid).findFirst().orElseThrow());
        }
        return List.copyOf(chosen);
    }

    /** One prepaid line makes an order prepaid, so one that is paid on delivery has none. */
    private static List<OfferPlan> only(boolean prepaid, List<OfferPlan> shelf) {
        return shelf.stream().filter(offer -> offer.isPrepaid() == prepaid).toList();
    }

    private static boolean chance(SplittableRandom random, double share) {
        return random.nextDouble() < share;
    }
}
