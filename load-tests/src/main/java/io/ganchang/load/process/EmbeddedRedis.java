package io.ganchang.load.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The Redis that the server keeps under its data folder. */
public final class EmbeddedRedis {
    private static final Duration DEATH_BOUND = Duration.ofSeconds(5);

    private final Path pidFile;
    private final Waiting waiting;

    public EmbeddedRedis(Path data, Waiting waiting) {
        this.waiting = waiting;
        this.pidFile = data.resolve("redis").resolve("redis.pid");
    }

    /** The living process that the pid file names, if that is a Redis: a stale file may name anything. */
    public Optional<ProcessHandle> process() {
        try {
            long pid = Long.parseLong(
                    Files.readString(pidFile, StandardCharsets.US_ASCII).strip());
            return isRedis(pid) ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isRedis(long pid) throws IOException {
        Path command = Path.of("/proc", Long.toString(pid), "cmdline");
        return !Files.isDirectory(Path.of("/proc", "self"))
                || (Files.exists(command)
                        && Files.readString(command, StandardCharsets.UTF_8).contains("redis"));
    }

    /** Sends SIGKILL and waits, briefly, until it has worked. Whether there was something to kill. */
    public boolean kill() {
        Optional<ProcessHandle> victim = process();
        victim.ifPresent(process -> {
            process.destroyForcibly();
            waiting.until(() -> !process.isAlive(), DEATH_BOUND);
        });
        return victim.isPresent();
    }
}
