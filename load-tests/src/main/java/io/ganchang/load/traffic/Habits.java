package io.ganchang.load.traffic;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * What buyers do beside buying.
 *
 * @param repeats share of the requests that are sent a second time, half of them at once and in parallel
 * @param cancels share of the orders that are cancelled soon after
 */
public record Habits(double repeats, double cancels) {
    private static final double AT_ONCE = 0.5;
    private static final long REPEAT_MS_MAX = 2000;
    private static final long CANCEL_MS_MAX = 1500;

    OptionalLong repeatAfterMs(SplittableRandom random) {
        if (random.nextDouble() >= repeats) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(random.nextDouble() < AT_ONCE ? 0 : 1 + random.nextLong(REPEAT_MS_MAX));
    }

    OptionalLong cancelAfterMs(SplittableRandom random) {
        return random.nextDouble() < cancels
                ? OptionalLong.of(1 + random.nextLong(CANCEL_MS_MAX))
                : OptionalLong.empty();
    }
}
