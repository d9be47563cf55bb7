package io.ganchang.load.traffic;

import io.ganchang.load.journal.Line;
import java.util.List;
import java.util.SplittableRandom;

/** A show as a scenario describes it. Viewers come in turn, so each comes again when all have been there. */
public final class PlannedShow implements Show {
    private static final long HOLDS_PER_VIEWER = 3;
    private static final long MONEY = 0x4d6f6e6579L; // keeps the draws for money apart from the others

    private final long seed;
    private final Wanted wanted;
    private final MoneyPlans money;
    private final List<OfferPlan> prepaid;
    private final List<OfferPlan> onDelivery;

    /**
     * What is sold to whom.
     *
     * @param offers all that is sold, each wanted as often as the others of its way of paying
     * @param people what its viewers are called, with their number
     * @param quantityMax units of one order; each number up to it is wanted as often
     */
    public record Wanted(
            List<OfferPlan> offers, String people, int viewers, int quantityMax, Habits habits, MoneyMix mix) {
        public Wanted {
            offers = List.copyOf(offers);
        }
    }

    public PlannedShow(long seed, Wanted wanted) {
        this.seed = seed;
        this.wanted = wanted;
        this.money = new MoneyPlans(wanted.mix());
        this.prepaid = wanted.offers().stream().filter(OfferPlan::isPrepaid).toList();
        this.onDelivery =
                wanted.offers().stream().filter(offer -> !offer.isPrepaid()).toList();
    }

    @Override
    public List<OfferPlan> offers() {
        return wanted.offers();
    }

    @Override
    public List<OfferPlan> hotOffers() {
        return wanted.offers().stream().filter(OfferPlan::hot).toList();
    }

    @Override
    public long holdsPerViewer() {
        return wanted.mix().isAny() ? HOLDS_PER_VIEWER : 0;
    }

    @Override
    public Plan plan(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        boolean due = random.nextDouble() < wanted.mix().prepaid();
        List<OfferPlan> shelf = due ? prepaid : onDelivery;
        OfferPlan offer = shelf.get(random.nextInt(shelf.size()));
        Wish wish = new Wish(
                number,
                wanted.people() + '-' + number % wanted.viewers(),
                Wish.key(number),
                List.of(new Line(offer.id(), 1 + random.nextInt(wanted.quantityMax()))),
                offer.deliveryRequired() ? Wish.recipient(number) : null,
                true);
        SplittableRandom ofMoney = new SplittableRandom((seed ^ MONEY) * 1_000_003 + number);
        return new Plan(
                wish,
                wanted.habits().repeatAfterMs(random),
                wanted.habits().cancelAfterMs(random),
                money.draw(due, ofMoney));
    }
}
