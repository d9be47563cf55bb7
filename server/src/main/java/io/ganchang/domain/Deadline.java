package io.ganchang.domain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A moment by which something must be over.
 *
 * @param atNanos on {@code nanoClock}
 * @param nanoClock monotonic, such as {@code System::nanoTime}
 */
public record Deadline(long atNanos, LongSupplier nanoClock) {

    /** The moment that comes after {@code duration}. */
    public static Deadline in(Duration duration, LongSupplier nanoClock) {
        return new Deadline(nanoClock.getAsLong() + duration.toNanos(), nanoClock);
    }

    /** This one, or the moment that comes after {@code duration} where that is earlier. */
    public Deadline orIn(Duration duration) {
        Deadline other = in(duration, nanoClock);
        return other.atNanos - atNanos < 0 ? other : this;
    }

    public boolean isOver() {
        return nanoClock.getAsLong() - atNanos >= 0;
    }

    /** What is left, in milliseconds; 0 where it is over. */
    public long remainingMs() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(atNanos - nanoClock.getAsLong()));
    }
}
