package io.ganchang.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real redis-server for tests, on a unix socket in a folder of its own, gone with everything in it when closed. It
 * listens on no port.
 */
public final class RedisForTest implements AutoCloseable {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final RedisBinary BINARY =
            RedisBinary.locate(System.getenv(), Path.of("target", "redis").toAbsolutePath());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String FILES = "appendonlydir";
    private static final int START_POLLS_MAX = 5_000;
    private static final long START_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path folder;
    private final List<String> options;
    private Process process;

    private RedisForTest(Path folder, List<String> options) throws IOException {
        this.folder = folder;
        this.options = options;
        this.process = launch();
    }

    /** One that keeps nothing on disk. Options are as on its command line: {@code "--maxmemory", "3mb"}. */
    public static RedisForTest start(String... options) {
        return start("no", options);
    }

    /** One that fsyncs before it answers, as a sale needs it; what it has survives {@link #kill} and {@link #restart}. */
    public static RedisForTest durable(String... options) {
        return start("yes", options);
    }

    private static RedisForTest start(String appendonly, String... options) {
        List<String> all = new ArrayList<>(List.of("--appendonly", appendonly, "--appendfsync", "always"));
        all.addAll(List.of(options));
        try {
            return new RedisForTest(Files.createTempDirectory(TEMPORARY, "redis"), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The redis-server that tests run on. */
    public static RedisBinary binary() {
        return BINARY;
    }

    /** Where it listens. */
    public Path socket() {
        return folder.resolve("redis.sock");
    }

    /** The reply to a command as one would type it, arrays flattened, nothing as the empty text. */
    public List<String> run(String command) {
        try (RedisProbe probe = RedisProbe.open(socket(), PATIENCE)) {
            return probe.ask(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all keys and all function libraries. */
    public void flush() {
        run("FLUSHALL SYNC");
        run("FUNCTION FLUSH SYNC");
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        waitForEnd();
    }

    /** Starts it again after {@link #kill}, in the same folder. */
    public void restart() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of what is on disk now, to {@link #rollBackTo} later. */
    public Path backUp() {
        try {
            Path backup = Files.createTempDirectory(folder, "backup");
            copy(folder.resolve(FILES), backup.resolve(FILES));
            return backup;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and starts it on the files of then, as a fail-over or a restored backup would. */
    public void rollBackTo(Path backup) {
        kill();
        try {
            deleteAll(folder.resolve(FILES));
            copy(backup.resolve(FILES), folder.resolve(FILES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        restart();
    }

    /** Copies a folder that has no folders in it. */
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Stops it where it is: connections stay, answers do not come. */
    public void pause() {
        signal("STOP", process.pid());
    }

    /** Lets it go on after {@link #pause}. */
    public void resume() {
        signal("CONT", process.pid());
    }

    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        deleteAll(folder);
    }

    /** Deletes a folder and all in it. */
    public static void deleteAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(RedisForTest::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(BINARY.executable().toString()));
        command.addAll(List.of("--port", "0", "--save", "", "--dir", folder.toString()));
        command.addAll(List.of("--unixsocket", socket().toString(), "--unixsocketperm", "700"));
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "redis-end"));
        for (int i = 0; i < START_POLLS_MAX; i++) {
            if (isReady()) {
                return started;
            }
            if (!started.isAlive()) {
                break;
            }
            LockSupport.parkNanos(START_POLL_NANOS);
        }
        started.destroyForcibly();
        throw new IllegalStateException("Redis does not start: " + Files.readString(folder.resolve("log")));
    }

    private boolean isReady() {
        try (RedisProbe probe = RedisProbe.open(socket(), PATIENCE)) {
            return probe.isReady();
        } catch (IOException e) {
            return false;
        }
    }

    private void waitForEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
