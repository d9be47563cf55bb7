package io.ganchang.load.bench;

import io.ganchang.redis.embedded.RedisBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a measurement ran on, in a line: without it a number cannot be compared with another. */
public final class Machine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long GIT_SECONDS_MAX = 5;

    private Machine() {}

    /** Commit, JDK, Redis build, cores, date. */
    public static String describe(RedisBinary redis, InstantSource clock) {
        return String.format(
                Locale.ROOT,
                "commit %s, JDK %s (%s), Redis %s (%s), %d cores, %s",
                commit(),
                Runtime.version(),
                System.getProperty("java.vm.vendor"),
                redis.version(),
                redis.executable(),
                Runtime.getRuntime().availableProcessors(),
                TIME.format(clock.instant()));
    }

    /** Of the checkout this is run in; {@code -dirty} where something in it is not committed. */
    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=10")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS) && git.exitValue() == 0 ? line : "unknown";
        } catch (IOException e) {
            return "unknown"; // no git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }
}
