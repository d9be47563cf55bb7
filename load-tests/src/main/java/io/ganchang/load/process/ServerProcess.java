package io.ganchang.load.process;

import io.ganchang.load.traffic.Clocks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The server under test as a child process, started as people start it: {@code scripts/serve}, which replaces itself by
 * the Java process, so that the child's id is the server's. Restarts keep data folder and ports.
 */
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "ready on http://";
    private static final Duration DEATH_BOUND = Duration.ofSeconds(10);
    private static final int LOG_LINES_SHOWN = 15;

    private final List<String> command;
    private final Path log;
    private final Clocks clocks;
    private final Waiting waiting;
    private final EmbeddedRedis redis;
    private volatile Launch launch;
    private volatile Runnable onUnexpectedEnd = () -> {};

    private static final class Launch {
        private final Process process;
        private final long startedNanos;
        private volatile long readyNanos;
        private volatile boolean ready;
        private volatile String address = "";
        private volatile boolean ending;

        Launch(Process process, long startedNanos) {
            this.process = process;
            this.startedNanos = startedNanos;
        }
    }

    private ServerProcess(List<String> command, Path log, Clocks clocks, EmbeddedRedis redis) throws IOException {
        this.command = command;
        this.log = log;
        this.clocks = clocks;
        this.waiting = new Waiting(clocks);
        this.redis = redis;
        this.launch = launch();
    }

    /** Starts {@code serve} on a data folder; both its outputs go to {@code log}. */
    public static ServerProcess start(Path serve, Path data, Ports ports, Path log, Clocks clocks) throws IOException {
        List<String> command = List.of(
                serve.toString(),
                "--port",
                Integer.toString(ports.http()),
                "--admin-port",
                Integer.toString(ports.admin()),
                "--data",
                data.toString(),
                "--no-demo");
        return start(command, data, log, clocks);
    }

    /**
     * Starts any program that says that it is ready in the words of {@code serve}.
     *
     * @param data where its Redis lies, if it has one
     */
    public static ServerProcess start(List<String> command, Path data, Path log, Clocks clocks) throws IOException {
        return new ServerProcess(command, log, clocks, new EmbeddedRedis(data, new Waiting(clocks)));
    }

    private Launch launch() throws IOException {
        long startedNanos = clocks.nanos();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Launch next = new Launch(process, startedNanos);
        begin("server-output", () -> listen(next));
        begin("server-watch", () -> watch(next));
        return next;
    }

    private static void begin(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(Launch child) {
        try {
            child.process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!child.ending) {
            onUnexpectedEnd.run();
        }
    }

    private void listen(Launch child) {
        try (BufferedReader lines = child.process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(READY)) {
                    child.address = line.substring(READY.length()).strip();
                    child.readyNanos = clocks.nanos();
                    child.ready = true;
                }
                Files.writeString(log, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            if (child.process.isAlive()) {
                throw new UncheckedIOException("the server's output cannot be read", e);
            }
        }
    }

    /**
     * Waits until the server says that orders can be placed.
     *
     * @return milliseconds from its launch
     * @throws IOException where it ends before, or does not say so within {@code bound}
     */
    public long awaitReadyMs(Duration bound) throws IOException {
        Launch current = launch;
        boolean answered = waiting.until(() -> current.ready || !current.process.isAlive(), bound);
        if (!current.ready) {
            throw new IOException(
                    (answered ? "the server ended" : "the server was not ready after " + bound) + lastWords());
        }
        return TimeUnit.NANOSECONDS.toMillis(current.readyNanos - current.startedNanos);
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
        return "; its last words:\n  " + String.join("\n  ", last);
    }

    /** Sends SIGKILL and waits until it has worked. */
    public void kill() throws IOException {
        launch.ending = true;
        launch.process.destroyForcibly();
        awaitDeath(DEATH_BOUND);
    }

    /** Starts it again, after its death. */
    public void restart() throws IOException {
        launch = launch();
    }

    /**
     * Sends SIGTERM and waits for the end.
     *
     * @return milliseconds that it took
     * @throws IOException where it takes longer than {@code bound}
     */
    public long stopMs(Duration bound) throws IOException {
        long startedNanos = clocks.nanos();
        launch.ending = true;
        launch.process.destroy();
        awaitDeath(bound);
        return TimeUnit.NANOSECONDS.toMillis(clocks.nanos() - startedNanos);
    }

    private void awaitDeath(Duration bound) throws IOException {
        if (!waiting.until(() -> !launch.process.isAlive(), bound)) {
            throw new IOException("the server did not end within " + bound);
        }
    }

    /** Says what is done, once, should the server end without being told to. */
    public void onUnexpectedEnd(Runnable action) {
        onUnexpectedEnd = action;
    }

    public boolean isAlive() {
        return launch.process.isAlive();
    }

    public long pid() {
        return launch.process.pid();
    }

    /** The port of its public listener; once it is ready. */
    public int port() {
        String address = launch.address;
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    /** Leaves nothing running, however the run ended. */
    @Override
    public void close() {
        launch.ending = true;
        if (launch.process.isAlive()) {
            launch.process.destroyForcibly();
        }
        redis.kill();
    }
}
