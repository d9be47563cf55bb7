package io.ganchang.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CPU time of a process or a thread as {@code /proc/.../stat} tells it, in steps of 10 ms.
 *
 * @param name at most 15 characters
 * @param micros user and system
 * @param ofChildrenMicros the same of children that have ended: of a Redis, those that rewrote its file
 */
record ProcStat(String name, long micros, long ofChildrenMicros) {
    private static final Path PROC = Path.of("/proc");
    private static final long MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux that runs a JDK
    private static final int UTIME = 11; // counted from the state, which follows the name
    private static final int FIELDS_MIN = 15;

    /** @throws IllegalArgumentException where that is not a line of {@code stat} */
    static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields =
                close < 0 ? new String[0] : line.substring(close + 1).strip().split(" ", -1);
        if (open < 0 || fields.length < FIELDS_MIN) {
            throw new IllegalArgumentException("not a line of stat: " + line);
        }
        return new ProcStat(
                line.substring(open + 1, close),
                ticks(fields, UTIME) + ticks(fields, UTIME + 1),
                ticks(fields, UTIME + 2) + ticks(fields, UTIME + 3));
    }

    private static long ticks(String[] fields, int index) {
        return Long.parseLong(fields[index]) * MICROS_PER_TICK;
    }

    /** Of a whole process; empty where it is gone. */
    static Optional<ProcStat> ofProcess(long pid) {
        return read(PROC.resolve(Long.toString(pid)));
    }

    /** Of each of its threads that lives. */
    static List<ProcStat> ofThreads(long pid) {
        List<ProcStat> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(PROC.resolve(Long.toString(pid)).resolve("task"))) {
            tasks.forEach(task -> read(task).ifPresent(threads::add));
            return threads;
        } catch (IOException e) {
            throw new UncheckedIOException("no account of the CPU of process " + pid, e);
        }
    }

    private static Optional<ProcStat> read(Path folder) {
        try {
            return Optional.of(parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        }
    }
}
