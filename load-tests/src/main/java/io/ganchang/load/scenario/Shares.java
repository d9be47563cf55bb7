package io.ganchang.load.scenario;

import io.ganchang.load.traffic.Habits;
import io.ganchang.load.traffic.MoneyMix;

/**
 * How many of the buyers do what, from 0 to 1.
 *
 * @param repeats send the same request again
 * @param cancels cancel their order soon after
 * @param prepaid want what has to be paid within its hold
 * @param payLate of these, pay when the hold is over
 * @param abandon of these, never pay
 */
public record Shares(double repeats, double cancels, double prepaid, double payLate, double abandon) {
    public Shares {
        Range.hold("repeats", repeats, 0, 1);
        Range.hold("cancels", cancels, 0, 1);
        Range.hold("prepaid", prepaid, 0, 1);
        Range.hold("payLate", payLate, 0, 1);
        Range.hold("abandon", abandon, 0, 1);
        Range.hold("payLate and abandon together", payLate + abandon, 0, 1);
    }

    Habits habits() {
        return new Habits(repeats, cancels);
    }

    MoneyMix mix() {
        return new MoneyMix(prepaid, payLate, abandon);
    }
}
