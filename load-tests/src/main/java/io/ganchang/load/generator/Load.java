package io.ganchang.load.generator;

import java.time.Duration;

/**
 * So many requests and when they are due, for an {@link OpenLoop}.
 *
 * @param count how many, 0 for none
 */
public record Load(Arrivals arrivals, long count) {

    /** No load at all, where nothing needs to warm up. */
    public static final Load NONE = new Load(new Arrivals.Constant(1), 0);

    public Load {
        if (count < 0) {
            throw new IllegalArgumentException("not less than nothing: " + count);
        }
    }

    /** At a constant rate for so many seconds. */
    public static Load constant(double perSecond, double seconds) {
        return new Load(new Arrivals.Constant(perSecond), (long) (perSecond * seconds));
    }

    /** At a mean rate for about so many seconds. */
    public static Load poisson(double perSecond, double seconds, long seed) {
        return new Load(new Arrivals.Poisson(perSecond, seed), (long) (perSecond * seconds));
    }

    /** From the start to when the last is due. */
    Duration lasting() {
        return count == 0 ? Duration.ZERO : Duration.ofNanos(arrivals.dueNanos(count - 1));
    }
}
