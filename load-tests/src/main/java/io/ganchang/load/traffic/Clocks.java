package io.ganchang.load.traffic;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The two clocks of a run: the wall's for what is written down, the monotonic one for what is measured. */
public record Clocks(InstantSource wall, LongSupplier monotonicNanos) {

    public long wallMs() {
        return wall.millis();
    }

    public long nanos() {
        return monotonicNanos.getAsLong();
    }
}
