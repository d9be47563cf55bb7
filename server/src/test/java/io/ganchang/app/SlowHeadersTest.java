package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two hundred slow clients beside a normal sale; {@code scripts/siege} is the same with two thousand, and measures. */
class SlowHeadersTest {
    private static final int SLOW = 200;
    private static final int ROUNDS = 15;
    private static final int ORDERS_PER_ROUND = 10;

    @Test
    void slowClientsAreCutOffAndEverybodyElseIsServed() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (MarketForTest market = MarketForTest.start("http.headMsMax=1500")) {
            ShowForTest show = market.show().open("melon", 1_000);
            for (int i = 0; i < SLOW; i++) {
                slow.add(connect(market, "127.0.0." + (2 + i % 4)));
            }
            for (int round = 0; round < ROUNDS; round++) {
                slow.forEach(SlowHeadersTest::drip);
                for (int i = 0; i < ORDERS_PER_ROUND; i++) {
                    show.buy("viewer-" + i, "k-" + round, "melon", 1).expect(201);
                }
            }
            for (Socket socket : slow) {
                assertThat(isCutOff(socket)).isTrue();
            }
            assertThat(show.audit().at("/offers/0/sold").intValue()).isEqualTo(ROUNDS * ORDERS_PER_ROUND);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static Socket connect(MarketForTest market, String from) throws IOException {
        Socket socket = new Socket(market.raw().host(), market.raw().port(), InetAddress.getByName(from), 0);
        socket.getOutputStream()
                .write("GET /v1/sessions HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('a');
        } catch (IOException e) {
            // it was cut off, as is looked at in the end
        }
    }

    /** Waits for as long as it may take. */
    private static boolean isCutOff(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
