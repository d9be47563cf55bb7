package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Failpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which can be killed. */
public final class ServerProcess implements AutoCloseable {
    private static final String READY = "ready on ";
    private static final Duration END_MAX = Duration.ofSeconds(40);

    private final Path folder;
    private final Path log;
    private final Process process;
    private final int adminPort;
    private final BufferedReader out;

    private ServerProcess(Path folder, Path log, Process process, int adminPort) {
        this.folder = folder;
        this.log = log;
        this.process = process;
        this.adminPort = adminPort;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Runs {@code serve} on {@code folder}, without the demo. */
    public static ServerProcess launch(Path folder, String... more) {
        return launch("-Xmx256m", folder, more);
    }

    /** The same on a JVM that dies at a step of the way of money. */
    public static ServerProcess launchToDieAt(Failpoint step, Path folder) {
        return launch("-Dganchang.failpoint=" + step, folder);
    }

    private static ServerProcess launch(String jvmOption, Path folder, String... more) {
        try {
            int adminPort = freePort();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    jvmOption,
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "io.ganchang.app.Main",
                    "serve",
                    "--no-demo",
                    "--port",
                    "0",
                    "--admin-port",
                    Integer.toString(adminPort),
                    "--data",
                    folder.toString()));
            command.addAll(List.of(more));
            Path log = Files.createTempFile("ganchang-test", ".log");
            log.toFile().deleteOnExit();
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new ServerProcess(folder, log, process, adminPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it is ready. */
    public MarketForTest market() {
        try {
            String line = out.readLine();
            assertThat(line).as(log()).startsWith(READY);
            return new MarketForTest(
                    folder, line.substring(READY.length()), "http://127.0.0.1:" + adminPort, this::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote to standard output after it was ready, once it has ended. */
    String output() {
        try {
            StringBuilder rest = new StringBuilder();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                rest.append(line).append('\n');
            }
            return rest.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote to standard error. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The redis-server it started. */
    ProcessHandle redis() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .findFirst()
                .orElseThrow();
    }

    /** Stops its redis-server where it stands: it neither answers nor ends the connections. */
    public void freezeRedis() {
        signalRedis("STOP");
    }

    public void thawRedis() {
        signalRedis("CONT");
    }

    private void signalRedis(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(redis().pid())).start();
            assertThat(kill.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(kill.exitValue()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Sends SIGTERM. By its handle, since the process itself would close what is still to be read of its output. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Waits for its end. */
    public int exitCode() {
        return exitCode(END_MAX);
    }

    /** Waits for its end, which must come within {@code max}. */
    public int exitCode(Duration max) {
        try {
            assertThat(process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS))
                    .as("it ends")
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        terminate();
        exitCode();
    }
}
