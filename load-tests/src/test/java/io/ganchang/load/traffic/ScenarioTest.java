package io.ganchang.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.ganchang.load.journal.Line;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static final int ORDERS = 10_000;

    private final Scenario scenario = new Scenario(919, ORDERS, 2500, MoneyMix.NONE);
    private final List<Plan> plans =
            LongStream.range(0, ORDERS).mapToObj(scenario::plan).toList();

    @Test
    void theSameSeedWantsTheSame() {
        Scenario again = new Scenario(919, ORDERS, 2500, MoneyMix.NONE);
        assertThat(LongStream.range(0, 100).mapToObj(again::plan)).containsExactlyElementsOf(plans.subList(0, 100));
        assertThat(new Scenario(920, ORDERS, 2500, MoneyMix.NONE).plan(5)).isNotEqualTo(plans.get(5));
    }

    @Test
    void theMixIsTheOneThatIsPromised() {
        assertRoughly(0.15, share(plan -> plan.wish().lines().size() > 1));
        assertRoughly(0.20, share(plan -> plan.repeatAfterMs().isPresent()));
        assertRoughly(0.10, share(plan -> plan.repeatAfterMs().orElse(1) == 0));
        assertRoughly(0.05, share(plan -> plan.cancelAfterMs().isPresent()));
    }

    @Test
    void moreIsWantedOfTheHotOffersThanThereIs() {
        for (OfferPlan offer : scenario.hotOffers()) {
            long wanted = plans.stream()
                    .flatMap(plan -> plan.wish().lines().stream())
                    .filter(line -> line.offer().equals(offer.id()))
                    .mapToLong(Line::quantity)
                    .sum();
            assertThat(wanted).isGreaterThan(2 * offer.stock());
        }
    }

    @Test
    void everyOrderIsOneThatTheContractAllows() {
        var needDelivery = scenario.offers().stream()
                .filter(OfferPlan::deliveryRequired)
                .map(OfferPlan::id)
                .collect(Collectors.toSet());
        assertThat(plans).allSatisfy(plan -> {
            Wish wish = plan.wish();
            assertThat(wish.key()).matches("[\\x21-\\x7e]{1,64}");
            assertThat(wish.lines()).extracting(Line::offer).doesNotHaveDuplicates();
            assertThat(wish.lines()).hasSizeBetween(1, 20);
            assertThat(wish.recipient() != null
                            || wish.lines().stream().noneMatch(line -> needDelivery.contains(line.offer())))
                    .isTrue();
        });
    }

    private double share(Predicate<Plan> which) {
        return plans.stream().filter(which).count() / (double) ORDERS;
    }

    private static void assertRoughly(double expected, double actual) {
        assertThat(actual).isCloseTo(expected, withPercentage(20));
    }
}
