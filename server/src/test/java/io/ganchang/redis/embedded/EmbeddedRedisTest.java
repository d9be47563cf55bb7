package io.ganchang.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganchang.redis.DurabilityCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {
    private static final long MEMORY_BYTES_MAX = 64L * 1024 * 1024;

    @TempDir
    Path folder;

    @AfterEach
    void nothingIsLeftRunning() {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(folder.toString()))
                        .orElse(false))
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    @Test
    void itsSettingsAreWhatTheFileSaysAndSafeToSellOn() throws IOException {
        try (EmbeddedRedis redis = start(folder)) {
            Map<String, String> values =
                    new RedisSettings(RedisFolder.prepare(folder, folder), MEMORY_BYTES_MAX).values();
            assertThat(settings(redis.socket(), values.keySet())).isEqualTo(values);
            assertThat(DurabilityCheck.problems(
                            settings(redis.socket(), Set.copyOf(DurabilityCheck.settingNames())), redis.version()))
                    .isEmpty();
            assertThat(values).containsEntry("maxmemory", Long.toString(MEMORY_BYTES_MAX));
        }
    }

    @Test
    void itListensOnNoPort() throws IOException {
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(ask(redis.socket(), "CONFIG GET port")).containsExactly("port", "0");
            assertThat(socketsOf(redis.pid())).isNotEmpty().doesNotContainAnyElementsOf(tcpSockets());
        }
    }

    @Test
    void itsFilesAreTheOwnersAlone() throws IOException {
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(permissions(folder.resolve("redis"))).isEqualTo("rwx------");
            assertThat(permissions(redis.socket())).isEqualTo("rwx------");
        }
    }

    @Test
    void ctrlCInTheTerminalDoesNotReachIt() throws Exception {
        try (EmbeddedRedis redis = start(folder)) {
            Process ps = new ProcessBuilder("ps", "-o", "sid=", "-p", String.valueOf(redis.pid())).start();
            assertThat(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(String.valueOf(redis.pid()));
        }
    }

    @Test
    void killedAgainAndAgainItComesBackWithItsData() {
        try (EmbeddedRedis redis = start(folder)) {
            for (int i = 0; i < 4; i++) {
                long pid = redis.pid();
                ask(redis.socket(), "RPUSH kills " + i);
                kill(pid);
                await().ignoreExceptions()
                        .until(() -> redis.pid() != pid
                                && ask(redis.socket(), "PING").equals(List.of("PONG")));
            }
            assertThat(ask(redis.socket(), "LRANGE kills 0 -1")).containsExactly("0", "1", "2", "3");
        }
    }

    @Test
    void endedItKeepsItsDataForTheNextStart() {
        long pid;
        try (EmbeddedRedis redis = start(folder)) {
            pid = redis.pid();
            ask(redis.socket(), "SET melons 12");
        }
        assertThat(isRunning(pid)).isFalse();
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(ask(redis.socket(), "GET melons")).containsExactly("12");
        }
    }

    @Test
    void whatAKilledServerLeftRunningIsTakenOverAndWatched() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(redis.pid()).isEqualTo(leftOver.pid());
            ask(redis.socket(), "SET melons 12");

            kill(leftOver.pid());

            await().ignoreExceptions()
                    .until(() -> ask(redis.socket(), "GET melons").equals(List.of("12")));
            assertThat(redis.pid()).isNotEqualTo(leftOver.pid());
        }
        assertThat(isRunning(leftOver.pid())).isFalse();
    }

    @Test
    void aLeftOverWithOtherSettingsIsEndedAndItsDataKept() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX / 2);
        ask(RedisFolder.prepare(folder, folder).socket(), "SET melons 12");
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(redis.pid()).isNotEqualTo(leftOver.pid());
            assertThat(isRunning(leftOver.pid())).isFalse();
            assertThat(ask(redis.socket(), "GET melons")).containsExactly("12");
        }
    }

    @Test
    void aLeftOverOfAnotherVersionIsEnded() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        RedisBinary newer = new RedisBinary(RedisForTest.binary().executable(), "99.0.0");
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, MEMORY_BYTES_MAX, newer)) {
            assertThat(redis.pid()).isNotEqualTo(leftOver.pid());
            assertThat(isRunning(leftOver.pid())).isFalse();
        }
    }

    @Test
    void aLeftOverThatStillLoadsItsDataIsWaitedFor() throws IOException {
        try (EmbeddedRedis redis = start(folder)) {
            ask(redis.socket(), "EVAL \"for i=1,5000 do redis.call('set', i, 1) end return 1\" 0");
        }
        RedisSettings settings = new RedisSettings(RedisFolder.prepare(folder, folder), MEMORY_BYTES_MAX);
        List<String> command =
                new ArrayList<>(List.of(RedisForTest.binary().executable().toString()));
        command.addAll(settings.write());
        command.addAll(List.of("--key-load-delay", "400"));
        // It answers every 1,024 commands of the file, each of which takes 400 µs.
        Process leftOver = new ProcessBuilder(command).start();
        await().ignoreExceptions().until(() -> isLoading(settings.folder().socket()));

        try (EmbeddedRedis redis = start(folder)) {
            assertThat(redis.pid()).isEqualTo(leftOver.pid());
            assertThat(ask(redis.socket(), "DBSIZE")).containsExactly("5000");
        }
    }

    private static boolean isLoading(Path socket) throws IOException {
        try (RedisProbe probe = RedisProbe.open(socket, Duration.ofSeconds(5))) {
            return !probe.isReady();
        }
    }

    @Test
    void aHungLeftOverIsKilled() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        RedisForTest.signal("STOP", leftOver.pid());
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(redis.pid()).isNotEqualTo(leftOver.pid());
            assertThat(isRunning(leftOver.pid())).isFalse();
        }
    }

    @Test
    void aLeftOverWhoseSocketIsGoneIsEndedBeforeItWritesAgain() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        Files.delete(RedisFolder.prepare(folder, folder).socket());
        try (EmbeddedRedis redis = start(folder)) {
            assertThat(redis.pid()).isNotEqualTo(leftOver.pid());
            assertThat(isRunning(leftOver.pid())).isFalse();
        }
    }

    @Test
    void aHungProcessThatIsNotKnownToBeOursIsNotKilled() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        RedisForTest.signal("STOP", leftOver.pid());
        Files.delete(RedisFolder.prepare(folder, folder).pidFile());

        assertThatThrownBy(() -> start(folder).close())
                .isInstanceOf(RedisStartException.class)
                .hasMessageContaining("redis.sock");

        assertThat(isRunning(leftOver.pid())).isTrue();
        new RedisProcess(RedisFolder.prepare(folder, folder), leftOver.pid()).kill();
    }

    @Test
    void aStaleSocketAndAPidFileThatNamesSomebodyElseAreReplaced() throws IOException {
        RunningRedis leftOver = leave(MEMORY_BYTES_MAX);
        kill(leftOver.pid());
        await().until(() -> !isRunning(leftOver.pid()));
        RedisFolder its = RedisFolder.prepare(folder, folder);
        assertThat(its.socket()).exists();
        Files.writeString(its.pidFile(), ProcessHandle.current().pid() + "\n");

        try (EmbeddedRedis redis = start(folder)) {
            assertThat(ask(redis.socket(), "PING")).containsExactly("PONG");
            assertThat(its.pid()).hasValue(redis.pid());
        }
    }

    @Test
    void aPathTooLongForASocketMovesTheSocketAlone() throws IOException {
        Path deep = folder.resolve("a-very-long-name-for-a-data-folder-indeed".repeat(3));
        try (EmbeddedRedis redis = start(deep)) {
            assertThat(ask(redis.socket(), "PING")).containsExactly("PONG");
            assertThat(redis.socket().toString().length()).isLessThanOrEqualTo(RedisFolder.SOCKET_BYTES_MAX);
            assertThat(permissions(redis.socket().resolveSibling("."))).isEqualTo("rwx------");
            assertThat(deep.resolve("redis/appendonlydir")).isDirectory();
        }
        Path socketFolder = RedisFolder.prepare(deep, Path.of(System.getProperty("java.io.tmpdir")))
                .socket();
        Files.delete(socketFolder.resolveSibling("").toAbsolutePath());
    }

    @Test
    void aSocketFolderThatSomebodyElseMadeIsRefused() throws IOException {
        Path deep = folder.resolve("a-very-long-name-for-a-data-folder-indeed".repeat(3));
        Path temporary = Files.createDirectory(folder.resolve("t"));
        Path socketFolder =
                RedisFolder.prepare(deep, temporary).socket().resolveSibling("").toAbsolutePath();

        Files.setPosixFilePermissions(socketFolder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> RedisFolder.prepare(deep, temporary)).isInstanceOf(RedisStartException.class);

        Files.delete(socketFolder);
        Files.createSymbolicLink(socketFolder, Files.createDirectory(folder.resolve("trap")));
        assertThatThrownBy(() -> RedisFolder.prepare(deep, temporary)).isInstanceOf(IOException.class);
    }

    @Test
    void aPathWithSpacesIsAPathLikeAnyOther() {
        try (EmbeddedRedis redis = start(folder.resolve("my \"market\" data"))) {
            assertThat(ask(redis.socket(), "PING")).containsExactly("PONG");
        }
    }

    @Test
    void theRedisThatComesAlongDoesToo() {
        RedisBinary bundled = RedisBinary.locate(Map.of(), folder.resolve("own"));
        try (EmbeddedRedis redis = EmbeddedRedis.start(folder, MEMORY_BYTES_MAX, bundled)) {
            long pid = redis.pid();
            ask(redis.socket(), "SET melons 12");
            kill(pid);
            await().ignoreExceptions()
                    .until(() -> ask(redis.socket(), "GET melons").equals(List.of("12")));
        }
    }

    @Test
    void whyItDoesNotStartIsInTheMessage() throws IOException {
        breakData(start(folder));

        assertThatThrownBy(() -> start(folder).close())
                .isInstanceOf(RedisStartException.class)
                .hasMessageContaining("manifest");
    }

    @Test
    void whatKeepsItFromStartingAgainMayBeRepairedMeanwhile() throws IOException {
        try (EmbeddedRedis redis = start(folder)) {
            ask(redis.socket(), "SET melons 12");
            long pid = redis.pid();
            Files.delete(redis.socket());
            Files.createDirectory(redis.socket());

            kill(pid);
            await().until(() ->
                    Files.readString(RedisFolder.prepare(folder, folder).log()).contains("Failed opening Unix socket"));
            Files.delete(redis.socket());

            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> ask(redis.socket(), "GET melons").equals(List.of("12")));
        }
    }

    @Test
    void itIsEndedAlsoWhileItHangs() {
        EmbeddedRedis redis = start(folder);
        RedisForTest.signal("STOP", redis.pid());
        redis.close();
        assertThat(isRunning(redis.pid())).isFalse();
    }

    private void breakData(EmbeddedRedis redis) throws IOException {
        redis.close();
        Files.writeString(manifest(), "no manifest\n");
    }

    private Path manifest() {
        return folder.resolve("redis/appendonlydir/appendonly.aof.manifest");
    }

    private static EmbeddedRedis start(Path dataFolder) {
        return EmbeddedRedis.start(dataFolder, MEMORY_BYTES_MAX, RedisForTest.binary());
    }

    /** Starts one that nobody watches, as a killed server leaves it. */
    private RunningRedis leave(long memoryBytesMax) throws IOException {
        RedisFolder its = RedisFolder.prepare(folder, folder);
        RedisReadiness readiness = new RedisReadiness(its, new CountDownLatch(1));
        return new RedisLauncher(RedisForTest.binary(), new RedisSettings(its, memoryBytesMax), readiness).launch();
    }

    private boolean isRunning(long pid) {
        try {
            return new RedisProcess(RedisFolder.prepare(folder, folder), pid).isAlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static List<String> ask(Path socket, String command) {
        try (RedisProbe probe = RedisProbe.open(socket, Duration.ofSeconds(5))) {
            return probe.ask(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(Path socket, Set<String> names) throws IOException {
        try (RedisProbe probe = RedisProbe.open(socket, Duration.ofSeconds(5))) {
            return probe.settings(names);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Set<String> socketsOf(long pid) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return files.map(file -> file.toFile().toPath())
                    .flatMap(EmbeddedRedisTest::socketInode)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> socketInode(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:[")
                    ? Stream.of(target.substring("socket:[".length(), target.length() - 1))
                    : Stream.empty();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Set<String> tcpSockets() throws IOException {
        try (Stream<String> four = Files.lines(Path.of("/proc/net/tcp"));
                Stream<String> six = Files.exists(Path.of("/proc/net/tcp6"))
                        ? Files.lines(Path.of("/proc/net/tcp6"))
                        : Stream.empty()) {
            return Stream.concat(four, six)
                    .map(line -> line.strip().split("\\s+"))
                    .map(columns -> columns[9])
                    .collect(Collectors.toSet());
        }
    }
}
