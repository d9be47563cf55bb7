package io.ganchang.load.generator;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The generator's own processor time. */
final class OwnCpu {

    /** CPU used so far. */
    record Reading(long threadMicros, long processMicros) {}

    private OwnCpu() {}

    /** Of the calling thread and of its process. */
    static Reading read() {
        long threadNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Duration process = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return new Reading(threadNanos / 1000, process.toNanos() / 1000);
    }
}
