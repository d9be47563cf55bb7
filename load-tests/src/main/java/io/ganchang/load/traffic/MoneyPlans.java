package io.ganchang.load.traffic;

import io.ganchang.load.journal.Act;
import io.ganchang.load.traffic.MoneyPlan.GivingBack;
import io.ganchang.load.traffic.MoneyPlan.Kind;
import io.ganchang.load.traffic.MoneyPlan.Payment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Draws what becomes of the money of each order. Who pays is as the mix says; the odd things are rare and fixed. */
final class MoneyPlans {
    private static final double ASKS_FIRST = 0.25;
    private static final double WRONG_FIRST = 0.04;
    private static final double AND_THEN_RIGHT = 0.6;
    private static final double TWICE = 0.05;
    private static final double TOLD_OFTEN = 0.15;
    private static final double RENEWED = 0.3;
    private static final double CANCELLED_AFTER = 0.04;
    private static final double REFUNDED_BY_LINE = 0.05;
    private static final double REFUNDED_BY_AMOUNT = 0.05;
    private static final double REFUNDED_BEYOND = 0.1;
    private static final double REFUND_REPEATED = 0.4;
    private static final double PAID_THOUGH_NOT_DUE = 0.02;
    private static final double UNKNOWN_ORDER = 0.005;
    private static final double STRAY = 0.005;
    private static final long CANCEL_MS_MAX = 1500;
    private static final Kind[] WRONG = {Kind.TOO_LITTLE, Kind.TOO_MUCH, Kind.OTHER_CURRENCY};

    private final MoneyMix mix;

    MoneyPlans(MoneyMix mix) {
        this.mix = mix;
    }

    /**
     * What is done about one order.
     *
     * @param due whether it has to be paid before it is confirmed
     */
    MoneyPlan draw(boolean due, SplittableRandom random) {
        if (!mix.isAny()) {
            return MoneyPlan.NONE;
        }
        List<Payment> payments = new ArrayList<>();
        misdirected(random, payments);
        if (!due) {
            if (chance(random, PAID_THOUGH_NOT_DUE)) {
                payments.add(Payment.once(Kind.RIGHT, false, random.nextDouble()));
            }
            return new MoneyPlan(false, payments, OptionalLong.empty(), List.of());
        }
        double who = random.nextDouble();
        if (who < mix.abandon()) {
            return new MoneyPlan(false, payments, OptionalLong.empty(), List.of());
        }
        payOnce(random, who < mix.abandon() + mix.payLate(), payments);
        return new MoneyPlan(chance(random, ASKS_FIRST), payments, cancel(random), refunds(random));
    }

    private static void misdirected(SplittableRandom random, List<Payment> payments) {
        if (chance(random, UNKNOWN_ORDER)) {
            payments.add(Payment.once(Kind.UNKNOWN_ORDER, false, random.nextDouble()));
        }
        if (chance(random, STRAY)) {
            payments.add(Payment.once(Kind.STRAY, false, random.nextDouble()));
        }
    }

    private static void payOnce(SplittableRandom random, boolean late, List<Payment> payments) {
        double place = random.nextDouble();
        if (chance(random, WRONG_FIRST)) {
            payments.add(Payment.once(WRONG[random.nextInt(WRONG.length)], late, place * random.nextDouble()));
            if (!chance(random, AND_THEN_RIGHT)) {
                return;
            }
        }
        boolean often = chance(random, TOLD_OFTEN);
        int notices = often ? 2 + random.nextInt(2) : 1;
        payments.add(new Payment(Kind.RIGHT, late, place, notices, often && chance(random, RENEWED)));
        if (chance(random, TWICE)) {
            payments.add(Payment.once(Kind.RIGHT, late, chance(random, 0.5) ? place : random.nextDouble()));
        }
    }

    private static OptionalLong cancel(SplittableRandom random) {
        return chance(random, CANCELLED_AFTER)
                ? OptionalLong.of(1 + random.nextLong(CANCEL_MS_MAX))
                : OptionalLong.empty();
    }

    private static List<GivingBack> refunds(SplittableRandom random) {
        List<GivingBack> refunds = new ArrayList<>();
        if (chance(random, REFUNDED_BY_LINE)) {
            refunds.add(new GivingBack(Act.REFUND_LINES, false, chance(random, REFUND_REPEATED)));
        }
        if (chance(random, REFUNDED_BY_AMOUNT)) {
            boolean beyond = chance(random, REFUNDED_BEYOND);
            refunds.add(new GivingBack(Act.REFUND_AMOUNT, beyond, chance(random, REFUND_REPEATED)));
        }
        return refunds;
    }

    private static boolean chance(SplittableRandom random, double share) {
        return random.nextDouble() < share;
    }
}
