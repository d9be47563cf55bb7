package io.ganchang.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** A histogram of how long things took. Thread-safe, and cheap enough for every order. */
public final class Timing {
    private final Timer timer;
    private final Clock clock;

    Timing(Timer timer, Clock clock) {
        this.timer = timer;
        this.clock = clock;
    }

    /** When something began, for {@link #end}. */
    public long beginNanos() {
        return clock.monotonicTime();
    }

    /** Notes what began at {@code beganNanos} and is over now. */
    public void end(long beganNanos) {
        record(clock.monotonicTime() - beganNanos);
    }

    public void record(long nanos) {
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
