package io.ganchang.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.Line;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomShowTest {
    private static final int ORDERS = 10_000;

    private final RandomShow show = new RandomShow(919, ORDERS, 2500, MoneyMix.NONE);
    private final List<Plan> plans =
            LongStream.range(0, ORDERS).mapToObj(show::plan).toList();

    @Test
    void theSameSeedWantsTheSame() {
        RandomShow again = new RandomShow(919, ORDERS, 2500, MoneyMix.NONE);
        assertThat(LongStream.range(0, 100).mapToObj(again::plan)).containsExactlyElementsOf(plans.subList(0, 100));
        assertThat(new RandomShow(920, ORDERS, 2500, MoneyMix.NONE).plan(5)).isNotEqualTo(plans.get(5));
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
        for (OfferPlan offer : show.hotOffers()) {
            long wanted = plans.stream()
                    .flatMap(plan -> plan.wish().lines().stream())
                    .filter(line -> line.offer().equals(offer.id()))
                    .mapToLong(Line::quantity)
                    .sum();
            assertThat(wanted).isGreaterThan(2 * offer.stock());
        }
    }

    @Test
    void withoutMoneyNothingIsPrepaidAndNobodyPays() {
        assertThat(show.offers()).noneMatch(OfferPlan::isPrepaid);
        assertThat(plans).allMatch(plan -> plan.money().payments().isEmpty());
    }

    @Test
    void asManyOrdersArePrepaidLateAndAbandonedAsTheMixSays() {
        RandomShow paying = new RandomShow(919, ORDERS, 2500, new MoneyMix(0.7, 0.1, 0.2));
        Map<String, OfferPlan> offers =
                paying.offers().stream().collect(Collectors.toMap(OfferPlan::id, Function.identity()));
        List<Plan> prepaid = LongStream.range(0, ORDERS)
                .mapToObj(paying::plan)
                .filter(plan -> plan.wish().lines().stream()
                        .anyMatch(line -> offers.getOrDefault(
                                        line.offer(), paying.hotOffers().get(0))
                                .isPrepaid()))
                .toList();
        assertRoughly(0.7, prepaid.size() / (double) ORDERS);
        assertRoughly(0.2, share(prepaid, plan -> ofTheOrder(plan).isEmpty()));
        assertRoughly(0.1, share(prepaid, plan -> ofTheOrder(plan).stream().anyMatch(MoneyPlan.Payment::late)));
    }

    @Test
    void everyOddThingAboutMoneyHappens() {
        RandomShow paying = new RandomShow(920, ORDERS, 2500, new MoneyMix(0.7, 0.1, 0.2));
        List<MoneyPlan> money = LongStream.range(0, ORDERS)
                .mapToObj(number -> paying.plan(number).money())
                .toList();
        assertThat(money.stream().flatMap(plan -> plan.payments().stream()))
                .extracting(MoneyPlan.Payment::kind)
                .contains(MoneyPlan.Kind.values());
        assertThat(money.stream().flatMap(plan -> plan.payments().stream()))
                .anyMatch(MoneyPlan.Payment::renewed)
                .anyMatch(payment -> payment.notices() == 3);
        assertThat(money.stream().flatMap(plan -> plan.refunds().stream()))
                .extracting(MoneyPlan.GivingBack::act)
                .contains(Act.REFUND_LINES, Act.REFUND_AMOUNT);
        assertThat(money.stream().flatMap(plan -> plan.refunds().stream()))
                .anyMatch(MoneyPlan.GivingBack::beyond)
                .anyMatch(MoneyPlan.GivingBack::repeated);
        assertThat(money)
                .anyMatch(MoneyPlan::asksFirst)
                .anyMatch(plan -> plan.cancelAfterMs().isPresent())
                .anyMatch(plan -> ofTheOrder(plan)
                                .filter(payment -> payment.kind() == MoneyPlan.Kind.RIGHT)
                                .count()
                        == 2);
    }

    @Test
    void bothRulesForLateMoneyAreOnOffer() {
        RandomShow paying = new RandomShow(1, ORDERS, 2500, new MoneyMix(0.7, 0.1, 0.2));
        List<OfferPlan> prepaid =
                paying.offers().stream().filter(OfferPlan::isPrepaid).toList();
        assertThat(prepaid).anyMatch(OfferPlan::reacquires).anyMatch(offer -> !offer.reacquires());
        assertThat(paying.hotOffers()).anyMatch(OfferPlan::isPrepaid).anyMatch(offer -> !offer.isPrepaid());
    }

    @Test
    void everyOrderIsOneThatTheContractAllows() {
        var needDelivery = show.offers().stream()
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
        return share(plans, which);
    }

    private static double share(List<Plan> of, Predicate<Plan> which) {
        return of.stream().filter(which).count() / (double) of.size();
    }

    /** Payments that name the order, not another one or none. */
    private static List<MoneyPlan.Payment> ofTheOrder(Plan plan) {
        return ofTheOrder(plan.money()).toList();
    }

    private static Stream<MoneyPlan.Payment> ofTheOrder(MoneyPlan money) {
        return money.payments().stream()
                .filter(payment ->
                        payment.kind() != MoneyPlan.Kind.UNKNOWN_ORDER && payment.kind() != MoneyPlan.Kind.STRAY);
    }

    private static void assertRoughly(double expected, double actual) {
        assertThat(actual).isCloseTo(expected, withPercentage(20));
    }
}
