package io.ganchang.load.scenario;

import io.ganchang.load.traffic.OfferPlan;
import io.ganchang.load.traffic.PlannedShow;
import io.ganchang.load.traffic.Show;
import java.util.List;

/**
 * Sessions that are alike and run at once.
 *
 * @param copies how many of them
 * @param viewers who buy in one session, in turn, again and again
 * @param views of one session's page while its buyers come, by other people
 * @param quantityMax units that one order wants at most
 * @param drain whether what is left is bought in the end, which proves that nothing was undersold
 */
public record SessionGroup(
        String title,
        int copies,
        int viewers,
        long views,
        int quantityMax,
        boolean drain,
        Crowd arrivals,
        Shares shares,
        List<Terms> offers) {
    private static final int COPIES_MAX = 1000;
    private static final int VIEWERS_MAX = 10_000_000;
    private static final int VIEWS_MAX = 100_000_000;
    private static final int QUANTITY_MAX = 100;
    private static final int OFFERS_MAX = 200;
    private static final int TITLE_CHARS_MAX = 100;

    public SessionGroup {
        offers = List.copyOf(offers);
        Range.hold("length of title", title.length(), 1, TITLE_CHARS_MAX);
        Range.hold("copies", copies, 1, COPIES_MAX);
        Range.hold("viewers", viewers, 1, VIEWERS_MAX);
        Range.hold("views", (double) views, 0, VIEWS_MAX);
        Range.hold("quantityMax", quantityMax, 1, QUANTITY_MAX);
        Range.hold("number of offers", offers.size(), 1, OFFERS_MAX);
        Range.hold("count of arrivals", arrivals.count(), 1, Integer.MAX_VALUE);
        Range.require(
                offers.stream().map(Terms::id).distinct().count() == offers.size(), "offers must have different ids");
        boolean anyPrepaid = offers.stream().anyMatch(offer -> offer.holdSeconds() > 0);
        boolean allPrepaid = offers.stream().allMatch(offer -> offer.holdSeconds() > 0);
        Range.require(shares.prepaid() == 0 || anyPrepaid, "shares.prepaid must be 0 where no offer has holdSeconds");
        Range.require(
                shares.prepaid() == 1 || !allPrepaid, "shares.prepaid must be 1 where every offer has holdSeconds");
    }

    /** What one of these sessions sells to whom. */
    public Show show(long seed) {
        return show(
                seed, "viewer", offers.stream().map(offer -> offer.plan(drain)).toList());
    }

    /** The same goods for other people: as much of them that about half of {@code count} buyers get some. */
    public Show rehearsal(long seed, int count) {
        long stock = Math.max(1, count / 2L / offers.size());
        return show(
                seed,
                "rehearser",
                offers.stream().map(offer -> offer.rehearsed(stock)).toList());
    }

    private Show show(long seed, String people, List<OfferPlan> goods) {
        return new PlannedShow(
                seed, new PlannedShow.Wanted(goods, people, viewers, quantityMax, shares.habits(), shares.mix()));
    }
}
