package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** SIGTERM ends a server within half a minute, whoever holds on to it, and loses nothing. */
class StopTest {
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final int ORDERS = 300;
    private static final int OF_EACH_KIND = 20;
    private static final int ENDED_BY_SIGTERM = 143;
    private static final String GET = "GET /v1/sessions HTTP/1.1\r\nHost: x\r\n";

    private final Path folder = MarketForTest.newFolder();
    private final List<Socket> sockets = new ArrayList<>();
    private final RushForTest rush = new RushForTest();

    @AfterEach
    void clean() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        MarketForTest.delete(folder);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private Socket connect(MarketForTest market) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(market.raw().host(), market.raw().port()));
        sockets.add(socket);
        return socket;
    }

    /** Idle ones, half a head, half a body: those who neither go nor come on. */
    private void holdOn(MarketForTest market, ShowForTest show) throws IOException {
        for (int i = 0; i < OF_EACH_KIND; i++) {
            Socket idle = connect(market);
            write(idle, GET + "\r\n");
            assertThat(idle.getInputStream().read()).isPositive();
            write(connect(market), "GET /v1/sess");
            write(
                    connect(market),
                    "POST " + show.path() + "/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: half\r\n"
                            + "Authorization: Bearer " + show.viewer("half")
                            + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"lines\":");
        }
    }

    /** One who asks on and on and never reads an answer, until the server takes no more of it. */
    private void stall(MarketForTest market, ShowForTest show) throws IOException {
        Socket socket = connect(market);
        socket.setSoTimeout(1);
        String asks = ("GET " + show.path() + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(20_000);
        Thread asking = new Thread(
                () -> {
                    try {
                        write(socket, asks);
                    } catch (IOException e) {
                        // the server has ended it, as it may
                    }
                },
                "stalled-client");
        asking.setDaemon(true);
        asking.start();
    }

    @Test
    void nobodyHoldsAServerBackThatIsToEnd() throws IOException {
        ShowForTest show;
        try (ServerProcess server = ServerProcess.launch(folder)) {
            MarketForTest market = server.market();
            show = market.show().open("melon", 100_000);
            holdOn(market, show);
            stall(market, show);
            rush.sell(show, ORDERS, server::terminate);
            assertThat(server.exitCode(STOP_MAX)).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(server.log()).contains("stopped").doesNotContain("not drained");
        }
        assertThat(RushForTest.fulfilled(folder, show))
                .containsAll(rush.acknowledged())
                .doesNotHaveDuplicates();
        nothingIsLost(show);
    }

    /** Not even downstream can then be reached in time; what was acknowledged waits on Redis's disk. */
    @Test
    void norDoesARedisThatHangs() throws IOException {
        ShowForTest show;
        try (ServerProcess server = ServerProcess.launch(folder)) {
            show = server.market().show().open("melon", 100_000);
            rush.sell(show, ORDERS, () -> {
                server.freezeRedis();
                server.terminate();
            });
            assertThat(server.exitCode(STOP_MAX)).isIn(ENDED_BY_SIGTERM, Main.NOT_DRAINED);
        }
        nothingIsLost(show);
        assertThat(RushForTest.fulfilled(folder, show))
                .containsAll(rush.acknowledged())
                .doesNotHaveDuplicates();
    }

    private void nothingIsLost(ShowForTest show) {
        MarketForTest again = MarketForTest.start(folder);
        try {
            ShowForTest after = new ShowForTest(again, show.session(), show.host());
            rush.everyOrderIsThere(after);
            assertThat(after.audit().at("/offers/0/sold").intValue()).isEqualTo(rush.sent());
        } finally {
            again.stop();
        }
    }

    @Test
    void aRequestUnderWayIsAnsweredAndTheNextOneIsNotTaken() throws IOException {
        try (ServerProcess server = ServerProcess.launch(folder)) {
            MarketForTest market = server.market();
            ShowForTest show = market.show().open("melon", 10);
            Socket socket = connect(market);
            socket.setSoTimeout(10_000);
            String order = ShowForTest.lines("melon", 1).replace('\'', '"');
            write(
                    socket,
                    "POST " + show.path() + "/orders HTTP/1.1\r\nHost: x\r\nIdempotency-Key: late\r\n"
                            + "Authorization: Bearer " + show.viewer("late")
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + order.length() + "\r\n\r\n");
            assertThat(isSilent(socket)).isTrue();
            server.terminate();
            Awaitility.await().atMost(STOP_MAX).until(() -> server.log().contains("stopping"));
            write(socket, order);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201");
            assertThat(server.exitCode(STOP_MAX)).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    private static boolean isSilent(Socket socket) throws IOException {
        int patienceMs = socket.getSoTimeout();
        socket.setSoTimeout(300);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(patienceMs);
        }
    }
}
