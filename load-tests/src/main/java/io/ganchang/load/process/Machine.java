package io.ganchang.load.process;

import io.ganchang.redis.embedded.RedisBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a run was made with: hardware and programs, without which its numbers say nothing. */
public final class Machine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String UNKNOWN = "unknown";
    private static final int ANSWER_S_MAX = 10;

    private Machine() {}

    /** All of it in a line, for a measurement with a Redis of that build. */
    public static String line(RedisBinary redis, InstantSource clock) {
        return "commit " + commit(Path.of(".")) + ", " + java() + ", Redis " + redis.version() + " ("
                + redis.executable() + "), " + processors() + ", " + TIME.format(clock.instant());
    }

    /** The processors that this process may use, with the name of their model. */
    public static String processors() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores
                + (cores == 1 ? " core" : " cores")
                + model().map(model -> ", " + model).orElse("");
    }

    private static Optional<String> model() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** This Java. */
    public static String java() {
        return System.getProperty("java.vm.name") + ' ' + Runtime.version();
    }

    /** The Redis that runs as {@code process}, by its own word. */
    public static String redis(Optional<ProcessHandle> process) {
        return process.map(redis ->
                        Path.of("/proc", Long.toString(redis.pid()), "exe").toString())
                .map(program -> firstLine(List.of(program, "--version"), Path.of("/")))
                .orElse(UNKNOWN);
    }

    /** The commit of the checkout that {@code folder} lies in, and whether files differ from it. */
    public static String commit(Path folder) {
        String commit = firstLine(List.of("git", "rev-parse", "--short=12", "HEAD"), folder);
        String changed = firstLine(List.of("git", "status", "--porcelain", "--untracked-files=no"), folder);
        return changed.isEmpty() || changed.equals(UNKNOWN) ? commit : commit + ", with changes";
    }

    private static String firstLine(List<String> command, Path folder) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(ANSWER_S_MAX, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? said.lines().findFirst().orElse("") : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UNKNOWN;
        }
    }
}
