package io.ganchang.load.sampling;

import io.ganchang.load.process.CpuTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** How much of one core each of a few processes uses. */
public final class CpuGauge {
    private final Map<String, LongSupplier> processes;
    private final Map<String, Long> microsBefore = new LinkedHashMap<>();
    private final LongSupplier nanoClock;
    private long nanosBefore;

    /** @param processes by what to call it, its id now */
    public CpuGauge(Map<String, LongSupplier> processes, LongSupplier nanoClock) {
        this.processes = new LinkedHashMap<>(processes);
        this.nanoClock = nanoClock;
    }

    /** Per cent of one core by process since this was asked last; NaN where it cannot be told. */
    Map<String, Double> percent() {
        long nowNanos = nanoClock.getAsLong();
        double elapsedMicros = (nowNanos - nanosBefore) / 1e3;
        Map<String, Double> percent = new LinkedHashMap<>();
        processes.forEach((name, pid) -> percent.put(name, percent(name, pid.getAsLong(), elapsedMicros)));
        nanosBefore = nowNanos;
        return percent;
    }

    private double percent(String name, long pid, double elapsedMicros) {
        OptionalLong now = CpuTime.micros(pid);
        if (now.isEmpty()) {
            microsBefore.remove(name);
            return Double.NaN;
        }
        Long before = microsBefore.put(name, now.getAsLong());
        return before == null || before > now.getAsLong()
                ? Double.NaN
                : 100 * (now.getAsLong() - before) / elapsedMicros;
    }
}
