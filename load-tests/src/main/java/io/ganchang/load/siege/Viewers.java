package io.ganchang.load.siege;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Viewers of the show, each on a connection of its own that is kept open, as phones do: each looks at the session now and
 * then. They come from several addresses of this machine.
 */
final class Viewers {
    private static final int PER_ADDRESS = 1_000;
    private static final int FIRST_ADDRESS = 1;
    private static final long LOOK_MS = 20_000;
    private static final long ARRIVAL_MS = 1;
    private static final String HOST = "127.0.0.1";

    private final Vertx vertx;
    private final int port;
    private final int size;
    private final String look;
    private final List<NetClient> clients = new ArrayList<>();
    private final AtomicInteger connected = new AtomicInteger();

    Viewers(Vertx vertx, int port, int size, String session) {
        this.vertx = vertx;
        this.port = port;
        this.size = size;
        this.look = "GET /v1/sessions/" + session + " HTTP/1.1\r\nHost: viewers\r\n\r\n";
    }

    /** Lets them come, one each millisecond. */
    void come() {
        for (int i = 0; i < size; i += PER_ADDRESS) {
            String address = "127.0.1." + (FIRST_ADDRESS + i / PER_ADDRESS);
            clients.add(vertx.createNetClient(new NetClientOptions().setLocalAddress(address)));
        }
        for (int i = 0; i < size; i++) {
            NetClient client = clients.get(i / PER_ADDRESS);
            vertx.setTimer(
                    1 + i * ARRIVAL_MS, timer -> client.connect(port, HOST).onSuccess(this::watch));
        }
    }

    private void watch(NetSocket socket) {
        connected.incrementAndGet();
        socket.handler(answer -> {});
        socket.write(look);
        long timer = vertx.setPeriodic(LOOK_MS, again -> socket.write(look));
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            connected.decrementAndGet();
        });
    }

    /** How many are there now. */
    int connected() {
        return connected.get();
    }

    void leave() {
        clients.forEach(NetClient::close);
    }
}
