package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ganchang.domain.Role;
import io.ganchang.redis.embedded.EmbeddedRedis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What keeps a server from starting is said in one line, and nothing of it stays behind. */
class StartTest {
    private static final String LEDGER = "ledger.db";

    private final Path folder = MarketForTest.newFolder();
    private final Set<Long> before = redisProcesses();

    @AfterEach
    void nothingIsLeftRunning() {
        assertThat(redisProcesses()).isEqualTo(before);
        MarketForTest.delete(folder);
    }

    private static Set<Long> redisProcesses() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").contains("redis"))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private String refusal(String... settings) {
        StartException refused =
                catchThrowableOfType(StartException.class, () -> MarketForTest.start(folder, settings));
        assertThat(refused).as("it does not start").isNotNull();
        String message = String.valueOf(refused.getMessage());
        assertThat(message).hasLineCount(1);
        return message;
    }

    /** Runs a server, creates a session, and ends the server. */
    private void haveSession(Path where, String session) {
        MarketForTest market = MarketForTest.start(where);
        market.put("/v1/sessions/" + session)
                .as(market.token(Role.HOST, "li"))
                .json("{'title':'x'}")
                .send()
                .expect(201);
        market.stop();
    }

    @Test
    void aDataFolderHasOneServer() {
        MarketForTest first = MarketForTest.start(folder);
        try {
            Set<Long> withFirst = redisProcesses();
            assertThat(refusal()).contains("another server runs on the data folder " + folder);
            assertThat(redisProcesses()).isEqualTo(withFirst);
            first.get("/v1/sessions").send().expect(200);
        } finally {
            first.stop();
        }
        MarketForTest.start(folder).stop();
    }

    @Test
    void aSecondProcessOnTheFolderSaysSoAndExits() {
        MarketForTest first = MarketForTest.start(folder);
        try (ServerProcess second = ServerProcess.launch(folder)) {
            assertThat(second.exitCode()).isEqualTo(2);
            assertThat(said(second))
                    .containsExactly("ganchang: another server runs on the data folder " + folder
                            + "; stop it, or choose another folder with --data");
            first.get("/v1/sessions").send().expect(200);
        } finally {
            first.stop();
        }
    }

    /** What it said apart from its log. */
    private static List<String> said(ServerProcess server) {
        return server.log().lines().filter(line -> !line.matches("\\d{4}-.*")).toList();
    }

    @Test
    void theDataFolderIsForItsOwnerAlone() throws IOException {
        Path deep = folder.resolve("a/b");
        MarketForTest.start(deep).stop();
        assertThat(Files.getPosixFilePermissions(deep)).hasSize(3);
    }

    @Test
    void aDataFolderThatIsNoFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        for (Path path : List.of(file, file.resolve("below"))) {
            assertThat(refusal("data.folder=" + path)).contains("data folder " + path);
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refusal("http.port=" + port)).contains(port, "the port is taken", "--port");
            assertThat(refusal("admin.port=" + port)).contains(port, "the port is taken", "--admin-port");
        }
    }

    @Test
    void aDemoFileThatIsNotThereIsNamed() {
        assertThat(refusal("demo.enabled=true", "demo.file=" + folder.resolve("none.yaml")))
                .contains("no demo file", "none.yaml");
    }

    @Test
    void aDemoFileThatCannotBeOpenedIsNamed() throws IOException {
        List<String> contents = List.of(
                "",
                "x",
                "session: [",
                "session: {title: x}",
                "session: {id: a b, title: x, host: li}",
                "session: {id: '', title: x, host: li}",
                "session: {id: demo, host: li}",
                "session: {id: demo, title: x}",
                "session: {id: demo, title: x, host: li, colour: red}",
                "session: {id: demo, title: x, host: li}\noffers: [{id: melon}]",
                "session: {id: demo, title: x, host: li}\noffers: [melon]");
        Path file = folder.resolve("demo.yaml");
        for (String content : contents) {
            Files.writeString(file, content);
            assertThat(refusal("demo.enabled=true", "demo.file=" + file))
                    .as(content)
                    .contains("demo.yaml");
        }
    }

    @Test
    void aDemoThatOpenedOnceIsLeftAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("demo.yaml"), "session: {id: demo, title: x, host: li}\n");
        MarketForTest first = MarketForTest.start(folder, "demo.enabled=true", "demo.file=" + file);
        first.post("/v1/sessions/demo/pause")
                .as(first.token(Role.HOST, "li"))
                .send()
                .expect(200);
        first.stop();
        MarketForTest second = MarketForTest.start(folder, "demo.enabled=true", "demo.file=" + file);
        try {
            assertThat(second.get("/v1/sessions/demo").send().at("state").textValue())
                    .isEqualTo("paused");
        } finally {
            second.stop();
        }
    }

    @Test
    void aMissingOrderKeyIsNamed() throws IOException {
        haveSession(folder, "ours");
        Files.delete(folder.resolve("secrets/order.keys"));
        assertThat(refusal()).contains("order key", "of session ours", "secrets/order.keys");
    }

    @Test
    void aLostRedisIsNamed() {
        haveSession(folder, "ours");
        MarketForTest.delete(folder.resolve("redis"));
        assertThat(refusal()).contains("Redis has lost session ours");
    }

    @Test
    void theRedisOfAnotherLedgerIsNamed() throws IOException {
        Path other = MarketForTest.newFolder();
        haveSession(folder, "ours");
        haveSession(other, "ours");
        MarketForTest.delete(folder.resolve("redis"));
        try (Stream<Path> files = Files.walk(other.resolve("redis"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve("redis").resolve(other.resolve("redis").relativize(file)));
            }
        }
        try {
            assertThat(refusal()).contains("Redis holds session ours for ledger");
        } finally {
            MarketForTest.delete(other);
        }
    }

    @Test
    void aLibraryOfOtherCodeIsNamed() throws IOException {
        MarketForTest market = MarketForTest.start(folder);
        tellRedis(
                "FUNCTION",
                "LOAD",
                "REPLACE",
                "#!lua name=ganchang_1\nredis.register_function('other_1', function() return 1 end)");
        market.stop();
        assertThat(refusal()).contains("ganchang_1", "start with a fresh data folder");
    }

    private void tellRedis(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        ByteBuffer reply = ByteBuffer.allocate(100);
        try (SocketChannel redis = SocketChannel.open(UnixDomainSocketAddress.of(EmbeddedRedis.socketOf(folder)))) {
            redis.write(StandardCharsets.US_ASCII.encode(command.toString()));
            redis.read(reply);
        }
        assertThat(StandardCharsets.US_ASCII.decode(reply.flip()).toString()).startsWith("$");
    }

    @Test
    void aBrokenLedgerIsNamed() throws IOException {
        Files.writeString(folder.resolve(LEDGER), "this is no database, whatever its name says".repeat(100));
        assertThat(refusal()).contains(LEDGER);
    }
}
