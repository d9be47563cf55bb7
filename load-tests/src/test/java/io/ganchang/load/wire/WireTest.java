package io.ganchang.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganchang.load.process.Ports;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire against a server that answers by script. */
class WireTest {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String HEAD = "HTTP/1.1 201 Created\r\nX-One:  eins \r\nContent-Length: 4\r\n\r\n";

    private final LoopThread thread = LoopThread.start("wire-test");
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** What came of a request: its status and body, or a word. */
    private static final class Heard extends CompletableFuture<String> implements Receiver {
        private boolean left;

        @Override
        public void leaving() {
            left = true;
        }

        @Override
        public void answered(Answer answer) {
            complete(answer.status() + " " + answer.header("x-one") + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }

        @Override
        public void lost(String why) {
            complete(left ? "lost: " + why : "lost without leaving");
        }

        @Override
        public void unsent(String why) {
            complete(left ? "unsent after leaving" : "unsent: " + why);
        }

        String word() throws Exception {
            return get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        thread.close();
    }

    @Test
    void anAnswerIsReadWithItsHeadersAndBody() throws Exception {
        Wire wire = wire(server((head, out) -> out.say(HEAD + "body")), 1);
        assertThat(send(wire).word()).isEqualTo("201 eins body");
        assertThat(send(wire).word()).isEqualTo("201 eins body");
    }

    @Test
    void anAnswerMayComeByteByByte() throws Exception {
        Wire wire = wire(
                server((head, out) -> {
                    for (char character : (HEAD + "body").toCharArray()) {
                        out.say(String.valueOf(character));
                        pause(1);
                    }
                }),
                1);
        assertThat(send(wire).word()).isEqualTo("201 eins body");
        assertThat(send(wire).word()).isEqualTo("201 eins body");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void chunksAreJoinedHoweverTheyAreSplit(int pieceLength) throws Exception {
        String answer = String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "transfer-encoding: Chunked",
                "",
                "4",
                "four",
                "A;note=x",
                "0123456789",
                "0",
                "Trailer: t",
                "",
                "");
        ScriptedServer server = server((head, out) -> {
            for (int at = 0; at < answer.length(); at += pieceLength) {
                out.say(answer.substring(at, Math.min(answer.length(), at + pieceLength)));
                pause(1);
            }
        });
        Wire wire = wire(server, 1);
        assertThat(send(wire).word()).isEqualTo("200 null four0123456789");
        assertThat(send(wire).word()).isEqualTo("200 null four0123456789");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aBodyWithoutALengthEndsWithTheConnection() throws Exception {
        Wire wire = wire(
                server((head, out) -> {
                    out.say("HTTP/1.1 200 OK\r\n\r\nall ");
                    pause(5);
                    out.say("of it");
                    out.hangUp();
                }),
                1);
        assertThat(send(wire).word()).isEqualTo("200 null all of it");
    }

    @Test
    void anInterimAnswerAndOneWithoutBodyAreUnderstood() throws Exception {
        Wire wire = wire(
                server((head, out) ->
                        out.say("HTTP/1.1 103 Early Hints\r\nX-One: early\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")),
                1);
        assertThat(send(wire).word()).isEqualTo("204 null ");
        assertThat(send(wire).word()).isEqualTo("204 null ");
    }

    @Test
    void whereTheServerWillCloseTheNextRequestTakesAnotherConnection() throws Exception {
        ScriptedServer server = server((head, out) -> {
            out.say("HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 0\r\n\r\n");
            out.hangUp();
        });
        Wire wire = wire(server, 1);
        for (int i = 1; i <= 3; i++) {
            assertThat(send(wire).word()).isEqualTo("200 null ");
            assertThat(server.connections()).isEqualTo(i);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsLost() throws Exception {
        Wire wire = wire(
                server((head, out) -> {
                    out.say(HEAD + "bo");
                    out.hangUp();
                }),
                1);
        assertThat(send(wire).word()).startsWith("lost: ");
    }

    @Test
    void whatIsNoHttpIsLost() throws Exception {
        Wire wire = wire(server((head, out) -> out.say("+OK\r\nwhat is this\r\n\r\n")), 1);
        assertThat(send(wire).word()).isEqualTo("lost: no HTTP: no status line");
    }

    @Test
    void anAnswerThatDoesNotComeIsLostAndTheConnectionIsReplaced() throws Exception {
        ScriptedServer server = server((head, out) -> {
            if (head.contains("/silent")) {
                pause(BOUND.toMillis());
            } else {
                out.ok("heard");
            }
        });
        Wire wire = wire(server, WireOptions.of(1).withSilence(Duration.ofMillis(200)));
        Heard silent = send(wire, "/silent");
        Heard next = send(wire, "/");
        assertThat(silent.word()).isEqualTo("lost: no answer in time");
        assertThat(next.word()).isEqualTo("200 null heard");
    }

    @Test
    void whereNobodyListensNothingIsSent() throws Exception {
        Wire wire = wire(nobody(), WireOptions.of(4));
        for (int i = 0; i < 20; i++) {
            assertThat(send(wire).word()).startsWith("unsent: ").contains("refused");
        }
        assertThatThrownBy(() -> wire.openAll().get(BOUND.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("refused");
    }

    @Test
    void aServerThatComesBackIsFoundAgain() throws Exception {
        ScriptedServer first = server((head, out) -> out.hangUp());
        Wire wire = wire(first, 3);
        wire.openAll().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        first.close();
        await().atMost(BOUND).until(() -> send(wire).word().startsWith("unsent"));
        opened.add(ScriptedServer.at(first.address().getPort(), (head, out) -> out.ok("back")));
        await().atMost(BOUND).until(() -> send(wire).word().endsWith("back"));
        await().atMost(BOUND).until(() -> onLoop(wire, wire::connected) == 3);
    }

    @Test
    void aConnectionCarriesOneRequestAtATimeAndTheOthersWaitInOrder() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Queue<String> served = new ConcurrentLinkedQueue<>();
        ScriptedServer server = server((head, out) -> {
            served.add(head.split(" ", -1)[1]);
            assertThat(go.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            out.ok("");
        });
        Wire wire = wire(server, 1);
        List<Heard> heard = List.of(send(wire, "/1"), send(wire, "/2"), send(wire, "/3"));
        await().atMost(BOUND).until(() -> served.size() == 1);
        assertThat(onLoop(wire, wire::waiting)).isEqualTo(2);
        go.countDown();
        for (Heard one : heard) {
            assertThat(one.word()).isEqualTo("200 null ");
        }
        assertThat(served).containsExactly("/1", "/2", "/3");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void moreThanMayWaitAreTurnedAway() throws Exception {
        ScriptedServer server = server((head, out) -> pause(BOUND.toMillis()));
        Wire wire = wire(server, WireOptions.of(1).withWaitingMax(2));
        Heard underWay = send(wire, "/");
        await().atMost(BOUND).until(() -> underWay.left);
        Heard second = send(wire, "/");
        Heard third = send(wire, "/");
        assertThat(send(wire, "/").word()).isEqualTo("unsent: too many wait");
        wire.close();
        assertThat(underWay.word()).isEqualTo("lost: closed");
        assertThat(second.word()).isEqualTo("unsent: closed");
        assertThat(third.word()).isEqualTo("unsent: closed");
        assertThat(send(wire, "/").word()).isEqualTo("unsent: closed");
    }

    @Test
    void manyConnectionsComeFromSeveralAddressesAndAllAreUsed() throws Exception {
        int many = WireOptions.PER_ADDRESS + 100;
        Queue<String> addresses = new ConcurrentLinkedQueue<>();
        ScriptedServer server = server((head, out) -> {
            addresses.add(out.socket().getRemoteSocketAddress().toString());
            out.ok("");
        });
        Wire wire = wire(server, many);
        wire.openAll().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        List<Heard> heard = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            heard.add(send(wire));
        }
        for (Heard one : heard) {
            assertThat(one.word()).isEqualTo("200 null ");
        }
        assertThat(addresses).hasSize(many).doesNotHaveDuplicates();
        assertThat(addresses.stream().map(address -> address.replaceAll(":.*", "")))
                .containsOnly("/127.0.1.1", "/127.0.1.2");
        wire.openAll().get(BOUND.toSeconds(), TimeUnit.SECONDS); // as they are already
        assertThat(server.connections()).isEqualTo(many);
    }

    private ScriptedServer server(ScriptedServer.Script script) throws Exception {
        ScriptedServer server = ScriptedServer.start(script);
        opened.add(server);
        return server;
    }

    private Wire wire(ScriptedServer server, int connections) {
        return wire(server, WireOptions.of(connections));
    }

    private Wire wire(ScriptedServer server, WireOptions options) {
        return wire(server.address(), options);
    }

    private Wire wire(InetSocketAddress target, WireOptions options) {
        Wire wire = Wire.open(thread.loop(), target, options);
        opened.add(0, wire);
        return wire;
    }

    private static InetSocketAddress nobody() throws Exception {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Ports.free().http());
    }

    private Heard send(Wire wire) {
        return send(wire, "/");
    }

    private Heard send(Wire wire, String path) {
        Heard heard = new Heard();
        byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        wire.loop().execute(() -> wire.send(Unpooled.wrappedBuffer(request), heard));
        return heard;
    }

    private static int onLoop(Wire wire, Callable<Integer> question) throws Exception {
        return wire.loop().submit(question).get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private static void pause(long ms) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ms);
    }
}
