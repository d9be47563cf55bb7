package io.ganchang.load.generator;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** When request {@code n} is due, whether or not anybody has been answered. The same each time for the same seed. */
public sealed interface Arrivals permits Arrivals.Constant, Arrivals.Poisson, Arrivals.Burst {

    /** Nanoseconds after the start, never less than those of the number before. */
    long dueNanos(long number);

    /** One after another at equal distances. */
    record Constant(double perSecond) implements Arrivals {
        public Constant {
            positive(perSecond);
        }

        @Override
        public long dueNanos(long number) {
            return (long) (number * (TimeUnit.SECONDS.toNanos(1) / perSecond));
        }
    }

    /**
     * Independent of each other at a mean rate, as people are who know nothing of each other: the gaps are exponential.
     * Cheap where numbers are asked in order. Confined to one thread.
     */
    final class Poisson implements Arrivals {
        private final double gapNanos;
        private final long seed;
        private SplittableRandom random;
        private long number = -1;
        private double dueNanos;

        public Poisson(double perSecond, long seed) {
            positive(perSecond);
            this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        @Override
        public long dueNanos(long wanted) {
            if (wanted < number) {
                random = new SplittableRandom(seed);
                number = -1;
                dueNanos = 0;
            }
            for (; number < wanted; number++) {
                dueNanos -= Math.log1p(-random.nextDouble()) * gapNanos;
            }
            return (long) dueNanos;
        }
    }

    /** So many within a moment after the countdown; any beyond them go on at the same mean rate. */
    final class Burst implements Arrivals {
        private final long[] drawnNanos;
        private final long endNanos;
        private final double gapNanos;

        /**
         * @param countdown how long nobody comes
         * @param within the moment in which all come, each at a time of their own
         */
        public Burst(int count, Duration countdown, Duration within, long seed) {
            positive(count);
            positive((double) within.toNanos());
            this.drawnNanos = new SplittableRandom(seed)
                    .longs(count, 0, within.toNanos())
                    .map(drawn -> countdown.toNanos() + drawn)
                    .toArray();
            Arrays.sort(drawnNanos);
            this.endNanos = countdown.plus(within).toNanos();
            this.gapNanos = (double) within.toNanos() / count;
        }

        @Override
        public long dueNanos(long number) {
            return number < drawnNanos.length
                    ? drawnNanos[(int) number]
                    : endNanos + (long) ((number - drawnNanos.length) * gapNanos);
        }
    }

    private static void positive(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("must be more than 0, not " + value);
        }
    }
}
