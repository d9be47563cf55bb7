package io.ganchang.load.process;

import io.ganchang.load.traffic.Clocks;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody signals, for so long and no longer. */
public final class Waiting {
    private static final long LOOK_NANOS = 1_000_000;

    private final Clocks clocks;

    public Waiting(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Whether {@code condition} came true within {@code bound}; gives up early where the thread is interrupted. */
    public boolean until(BooleanSupplier condition, Duration bound) {
        long endNanos = clocks.nanos() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (clocks.nanos() - endNanos > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Lets time pass. */
    public void pass(Duration time) {
        until(() -> false, time);
    }
}
