package io.ganchang.load;

import io.ganchang.load.process.CpuTime;
import java.util.OptionalLong;

/** CPU that one process uses from now on. */
record CpuMeter(long pid, OptionalLong startMicros) {

    static CpuMeter of(long pid) {
        return new CpuMeter(pid, CpuTime.micros(pid));
    }

    /** Microseconds used since; empty where the process or the measure is gone. */
    OptionalLong usedMicros() {
        OptionalLong now = CpuTime.micros(pid);
        return startMicros.isPresent() && now.isPresent()
                ? OptionalLong.of(now.getAsLong() - startMicros.getAsLong())
                : OptionalLong.empty();
    }
}
