package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that are slow, many or of another protocol are cut off; everybody else is served meanwhile. */
class ConnectionsTest {
    private static final int MANY = 30;
    private static final int ALL_TOGETHER = 60;
    private static final int ANSWER_MS_MAX = 20_000;
    private static final String GET = "GET /v1/sessions HTTP/1.1\r\nHost: x\r\n";
    private static final MarketForTest MARKET = MarketForTest.start(
            "http.headMsMax=700",
            "http.bodyMsMax=700",
            "http.keepAliveMsMax=2000",
            "http.connectionsMax=" + ALL_TOGETHER,
            "http.connectionsPerAddressMax=" + MANY);

    private final List<Socket> sockets = new ArrayList<>();
    private final ShowForTest show = MARKET.show().open("melon", 10);

    @AfterAll
    static void close() {
        MARKET.close();
    }

    @BeforeEach
    void nobodyElseIsThere() {
        Awaitility.await().until(this::oneMayCome);
    }

    @AfterEach
    void theServerIsWell() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        nobodyElseIsThere();
        assertThat(show.audit().at("/offers/0/sold").longValue()).isZero();
        show.buy("honest", "k", "melon", 1).expect(201);
    }

    private boolean oneMayCome() throws IOException {
        try (Socket socket = connect("127.0.0.9")) {
            write(socket, GET + "Connection: close\r\n\r\n");
            return readAll(socket).startsWith("HTTP/1.1 200");
        }
    }

    /** A connection from an address of this machine. */
    private Socket connect(String from) throws IOException {
        Socket socket = new Socket(MARKET.raw().host(), MARKET.raw().port(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(ANSWER_MS_MAX);
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** All that comes until the server ends the connection. */
    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException e) {
            return all.toString(StandardCharsets.UTF_8); // reset: an end as good as another
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Writes the byte again and again, a while apart, until the server has ended the connection. */
    private static void dripUntilTheEnd(Socket socket, char letter) throws IOException {
        long bytes = 0;
        try {
            while (!hasEnded(socket)) {
                socket.getOutputStream().write(letter);
                assertThat(++bytes).as("bytes that were let through").isLessThan(1_000);
            }
        } catch (SocketException e) {
            assertThat(bytes).isPositive();
        }
    }

    /** Waits a little for an end. */
    private static boolean hasEnded(Socket socket) throws IOException {
        socket.setSoTimeout(50);
        try {
            return socket.getInputStream().read(new byte[4_096]) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static int refused(List<Socket> all) throws IOException {
        int refused = 0;
        for (Socket socket : all) {
            refused += hasEnded(socket) ? 1 : 0;
        }
        return refused;
    }

    private String orderHead(String more) {
        return "POST " + show.path() + "/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\nAuthorization: Bearer "
                + show.viewer("slow") + "\r\nContent-Type: application/json\r\n" + more + "\r\n";
    }

    @Test
    void whoSaysNothingIsCutOff() throws IOException {
        assertThat(readAll(connect("127.0.0.1"))).isEmpty();
    }

    @Test
    void aByteNowAndThenDoesNotExtendAHead() throws IOException {
        Socket socket = connect("127.0.0.1");
        write(socket, "GET /v1/sessions HTTP/1.1\r\nX-Slow: ");
        dripUntilTheEnd(socket, 'a');
    }

    @Test
    void norTheNextHeadOnTheSameConnection() throws IOException {
        Socket socket = connect("127.0.0.1");
        write(socket, GET + "\r\n");
        assertThat(socket.getInputStream().read()).isPositive();
        write(socket, "GET /v1/sessions HTTP/1.1\r\nX-Slow: ");
        dripUntilTheEnd(socket, 'a');
    }

    @Test
    void aLateBodyIsRefusedAndTheConnectionEnds() throws IOException {
        for (String framing : List.of("Content-Length: 60\r\n", "Transfer-Encoding: chunked\r\n")) {
            Socket socket = connect("127.0.0.1");
            write(socket, orderHead(framing) + (framing.startsWith("C") ? "{\"lines\":[" : "1\r\n{\r\n"));
            assertThat(readAll(socket))
                    .startsWith("HTTP/1.1 400")
                    .contains("\"invalid_request\"", "The body did not come within 700 ms");
        }
    }

    @Test
    void aByteNowAndThenDoesNotExtendABody() throws IOException {
        Socket socket = connect("127.0.0.1");
        write(socket, orderHead("Content-Length: 4000\r\n"));
        dripUntilTheEnd(socket, ' ');
    }

    @Test
    void norOneThatNobodyReads() throws IOException {
        Socket socket = connect("127.0.0.1");
        write(socket, "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
        dripUntilTheEnd(socket, ' ');
    }

    @Test
    void aHundredMegabytesAreNotReadToTheEnd() throws IOException {
        byte[] megabyte = new byte[1 << 20];
        for (String head : List.of(
                orderHead("Transfer-Encoding: chunked\r\n") + "6400000\r\n",
                "POST /v1/nothing HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6400000\r\n",
                "PUT " + show.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n")) {
            Socket socket = connect("127.0.0.1");
            write(socket, head);
            int megabytes = 0;
            try {
                for (; megabytes < 100 && !hasEnded(socket); megabytes++) {
                    socket.getOutputStream().write(megabyte);
                }
            } catch (SocketException e) {
                assertThat(megabytes).isLessThan(100);
            }
            assertThat(megabytes).as(head).isLessThan(100);
        }
    }

    @Test
    void requestsOneBehindTheOtherAreAllAnswered() throws IOException {
        Socket socket = connect("127.0.0.1");
        write(socket, (GET + "\r\n").repeat(20) + GET + "Connection: close\r\n\r\n");
        assertThat(readAll(socket).split("HTTP/1.1 200 OK", -1)).hasSize(22);
    }

    @Test
    void oneAddressHasItsShareAndNoMore() throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < MANY + 5; i++) {
            all.add(connect("127.0.0.2"));
        }
        assertThat(refused(all)).isGreaterThanOrEqualTo(5);
        Socket other = connect("127.0.0.3");
        write(other, GET + "Connection: close\r\n\r\n");
        assertThat(readAll(other)).startsWith("HTTP/1.1 200");
    }

    @Test
    void allTogetherHaveTheirsAndItComesBack() throws IOException {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < ALL_TOGETHER + 20; i++) {
            all.add(connect("127.0.0." + (2 + i % 4)));
        }
        assertThat(refused(all)).isGreaterThanOrEqualTo(20);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(this::oneMayCome);
    }

    @Test
    void anotherProtocolIsRefused() throws IOException {
        Socket http2 = connect("127.0.0.1");
        write(http2, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000");
        assertThat(readAll(http2)).contains(" 501 ");
        Socket upgrade = connect("127.0.0.1");
        write(upgrade, GET + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
        assertThat(new String(upgrade.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        Socket tls = connect("127.0.0.1");
        tls.getOutputStream().write(new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 0, 10, 10});
        assertThat(readAll(tls)).doesNotStartWith("HTTP/1.1 2");
    }

    @Test
    void whoAsksBeforeSendingIsToldBeforeSending() throws IOException {
        Socket tooMuch = connect("127.0.0.1");
        write(tooMuch, orderHead("Expect: 100-continue\r\nContent-Length: 100000000\r\n"));
        assertThat(readAll(tooMuch)).startsWith("HTTP/1.1 413");
        Socket nobody = connect("127.0.0.1");
        write(
                nobody,
                "POST " + show.path()
                        + "/orders HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
        assertThat(readAll(nobody)).startsWith("HTTP/1.1 401");
        Socket welcome = connect("127.0.0.1");
        write(welcome, orderHead("Expect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n"));
        assertThat(new String(welcome.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        write(welcome, "{}");
        assertThat(readAll(welcome)).startsWith("HTTP/1.1 400").contains("/lines");
    }

    @Test
    void aRequestThatReadsTakesNoBody() throws IOException {
        for (String framing :
                List.of("Content-Length: 100000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")) {
            Socket socket = connect("127.0.0.1");
            write(socket, GET + framing);
            assertThat(readAll(socket)).startsWith("HTTP/1.1 400").contains("takes no body");
        }
        Socket empty = connect("127.0.0.1");
        write(empty, GET + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(readAll(empty)).startsWith("HTTP/1.1 200");
    }

    @Test
    void whatIsNoHttpIsAProblem() throws IOException {
        for (String head : List.of(
                "GET /v1/sessions HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET /v1/sessions HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/sessions HTTP/1.1\r\nX-Nul: a\u0000b\r\n\r\n",
                "GET\r\n\r\n")) {
            Socket socket = connect("127.0.0.1");
            write(socket, head);
            assertThat(readAll(socket)).as(head).contains(" 400 Bad Request", "\"code\":\"invalid_request\"");
        }
    }

    @Test
    void theAdminListenerHasNothingOfThePublicOne() {
        String ops = MARKET.token(Role.OPS, "duty");
        for (String path : List.of("/v1/sessions", show.path(), "/v1/orders")) {
            MARKET.admin("GET", path).as(ops).onTheWrongListener().send().expect(404);
        }
        MARKET.admin("POST", "/v1/guest").onTheWrongListener().send().expect(404);
        MARKET.admin("POST", show.path() + "/orders")
                .as(show.viewer("evil"))
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .onTheWrongListener()
                .send()
                .expect(404);
        for (String path :
                List.of("/v1/audit/" + show.session(), "/v1/fulfilment", "/healthz", "/readyz", "/metrics")) {
            MARKET.get(path).as(ops).onTheWrongListener().send().expect(404);
        }
    }
}
