package io.ganchang.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that Redis cannot load is named with the place of its damage, and cut only when that is asked for. */
class AofRepairTest {
    private static final long MEMORY_BYTES_MAX = 64L * 1024 * 1024;
    private static final int KEYS = 100;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-09-19T12:30:45Z"));

    @TempDir
    Path folder;

    private EmbeddedRedis start() {
        return EmbeddedRedis.start(folder, MEMORY_BYTES_MAX, RedisForTest.binary());
    }

    private EmbeddedRedis startRepaired() {
        return EmbeddedRedis.startRepaired(folder, MEMORY_BYTES_MAX, RedisForTest.binary(), CLOCK);
    }

    private static List<String> ask(EmbeddedRedis redis, String command) {
        try (RedisProbe probe = RedisProbe.open(redis.socket(), Duration.ofSeconds(5))) {
            return probe.ask(command);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(EmbeddedRedis redis) {
        for (int i = 0; i < KEYS; i++) {
            ask(redis, "SET key" + i + " " + "x".repeat(20));
        }
    }

    private void haveData() {
        try (EmbeddedRedis redis = start()) {
            fill(redis);
        }
    }

    private Path aof(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("redis/appendonlydir"))) {
            return files.filter(file -> file.toString().contains(kind))
                    .findFirst()
                    .orElseThrow()
                    .toRealPath();
        }
    }

    /** Damages the file at the length of the next command, in its middle. */
    private static long breakInTheMiddle(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("*3\r\n", bytes.length / 2);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("!!".getBytes(StandardCharsets.US_ASCII)), at);
        }
        return at;
    }

    private String refusal() {
        AofRefusedException refused = catchThrowableOfType(AofRefusedException.class, this::start);
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage());
    }

    @Test
    void damageInTheMiddleIsNamedByFileAndByte() throws IOException {
        haveData();
        Path file = aof("incr");
        byte[] damaged;
        long at = breakInTheMiddle(file);
        damaged = Files.readAllBytes(file);

        assertThat(refusal())
                .hasLineCount(1)
                .contains(file.toString(), "Bad file format", "--repair-aof", "sessions are frozen")
                .contains("whole up to byte " + at + " of " + damaged.length)
                .contains("the other " + (damaged.length - at) + " bytes");
        assertThat(file).hasBinaryContent(damaged);
    }

    @Test
    void aRepairCutsACopyAndKeepsWhatWasThere() throws IOException {
        haveData();
        Path file = aof("incr");
        long at = breakInTheMiddle(file);
        byte[] damaged = Files.readAllBytes(file);

        try (EmbeddedRedis redis = startRepaired()) {
            assertThat(ask(redis, "EXISTS key0")).containsExactly("1");
            assertThat(ask(redis, "EXISTS key" + (KEYS - 1))).containsExactly("0");
            assertThat(Files.size(file)).isEqualTo(at);
            ask(redis, "SET after x");
        }
        Path kept = folder.resolve("redis/appendonlydir.broken-20260919-123045");
        assertThat(kept.resolve(file.getFileName())).hasBinaryContent(damaged);
        try (Stream<Path> files = Files.list(kept)) {
            assertThat(files).hasSize(3);
        }
        assertThat(folder.resolve("redis/appendonlydir.repair")).doesNotExist();
        assertThat(folder.resolve("redis/redis-check-aof")).doesNotExist();
        try (EmbeddedRedis redis = start()) {
            assertThat(ask(redis, "EXISTS after key0")).containsExactly("2");
        }
    }

    @Test
    void aRepairOfWhatIsWholeChangesNothing() throws IOException {
        startRepaired().close();
        haveData();
        byte[] whole = Files.readAllBytes(aof("incr"));
        try (EmbeddedRedis redis = startRepaired()) {
            assertThat(ask(redis, "DBSIZE")).containsExactly(Integer.toString(KEYS));
        }
        assertThat(aof("incr")).hasBinaryContent(whole);
        assertThat(brokenFolders()).isEmpty();
    }

    @Test
    void aTornTailIsNobodysBusiness() throws IOException {
        haveData();
        try (FileChannel channel = FileChannel.open(aof("incr"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 3);
        }
        try (EmbeddedRedis redis = start()) {
            assertThat(ask(redis, "DBSIZE")).containsExactly(Integer.toString(KEYS - 1));
        }
    }

    @Test
    void aDamagedBaseIsNamedAndNotCut() throws IOException {
        try (EmbeddedRedis redis = start()) {
            fill(redis);
            ask(redis, "BGREWRITEAOF");
            await().until(() -> Files.size(aof("base")) > KEYS);
        }
        Path base = aof("base");
        try (FileChannel channel = FileChannel.open(base, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        byte[] damaged = Files.readAllBytes(base);
        assertThat(refusal())
                .hasLineCount(1)
                .contains(base.getFileName() + " is damaged at byte ", "--repair-aof does not help", "a backup");
        assertThat(catchThrowableOfType(AofRefusedException.class, this::startRepaired))
                .hasMessageContaining("--repair-aof does not help");
        assertThat(base).hasBinaryContent(damaged);
        assertThat(brokenFolders()).isEmpty();
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        haveData();
        Path file = aof("incr");
        Files.delete(file);
        assertThat(refusal()).hasLineCount(1).contains(file.getFileName().toString(), "a backup");
    }

    /** Left to itself Redis would cut the first of two files, and load the second over the gap from then on. */
    @Test
    void aTornFileThatAnotherOneFollowsIsNeverLoadedOverItsGap() throws IOException {
        haveData();
        Path first = aof("incr");
        Files.copy(first, first.resolveSibling("appendonly.aof.2.incr.aof"));
        Files.writeString(aof("manifest"), "file appendonly.aof.2.incr.aof seq 2 type i\n", StandardOpenOption.APPEND);
        try (FileChannel channel = FileChannel.open(first, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 3);
        }
        byte[] torn = Files.readAllBytes(first);
        for (int i = 0; i < 2; i++) {
            assertThat(refusal()).hasLineCount(1).contains("another file follows it", "a backup");
        }
        assertThat(first).hasBinaryContent(torn);
    }

    @Test
    void aManifestThatIsNoneIsNamed() throws IOException {
        haveData();
        Files.writeString(aof("manifest"), "no manifest\n");
        assertThat(refusal()).hasLineCount(1).contains("appendonly.aof.manifest lists no file", "a backup");
    }

    @Test
    void theSupervisorDoesNotTryARefusedFileForEver() throws IOException {
        Set<Thread> before = supervisors();
        try (EmbeddedRedis redis = start()) {
            fill(redis);
            breakInTheMiddle(aof("incr"));
            ProcessHandle.of(redis.pid()).ifPresent(ProcessHandle::destroyForcibly);
            await().untilAsserted(() -> assertThat(supervisors()).isEqualTo(before));
            assertThatThrownBy(() -> ask(redis, "PING")).hasStackTraceContaining("Connection refused");
        }
    }

    private static Set<Thread> supervisors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("redis-supervisor"))
                .collect(Collectors.toSet());
    }

    private List<Path> brokenFolders() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("redis"))) {
            return files.filter(file -> file.toString().contains("broken")).toList();
        }
    }
}
