package io.ganchang.load.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** CPU time that a process has used, user and system, as Linux counts it; unknown elsewhere. */
public final class CpuTime {
    private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux that runs a JDK
    private static final int UTIME = 11; // counted from the state, which follows the name
    private static final int STIME = 12;

    private CpuTime() {}

    /** Microseconds since the process began. */
    public static OptionalLong micros(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            String text = Files.readString(stat, StandardCharsets.UTF_8);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of((Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * MICROS_PER_TICK);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
