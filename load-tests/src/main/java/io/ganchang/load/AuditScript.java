package io.ganchang.load;

import io.ganchang.load.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the project's own {@code scripts/audit} over the data folder of a server. */
public final class AuditScript {
    private static final Duration BOUND = Duration.ofMinutes(10);
    private static final int LINES_SHOWN = 10;

    private final Path script;
    private final Path log;
    private final Waiting waiting;

    /**
     * @param script {@code scripts/audit}
     * @param log where its output goes
     */
    public AuditScript(Path script, Path log, Waiting waiting) {
        this.script = script;
        this.log = log;
        this.waiting = waiting;
    }

    /** What it complains of; empty where it ends with 0. */
    List<String> complaints(Path data) throws IOException {
        return complaints(List.of("--data", data.toString()));
    }

    /**
     * The same.
     *
     * @param arguments which books it is to look at
     */
    public List<String> complaints(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        Process audit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!waiting.until(() -> !audit.isAlive(), BOUND)) {
            audit.destroyForcibly();
            return List.of("scripts/audit did not end within " + BOUND);
        }
        if (audit.exitValue() == 0) {
            return List.of();
        }
        List<String> said = Files.readAllLines(log);
        return List.of("scripts/audit ended with " + audit.exitValue() + ": "
                + String.join(" | ", said.subList(Math.max(0, said.size() - LINES_SHOWN), said.size())));
    }
}
