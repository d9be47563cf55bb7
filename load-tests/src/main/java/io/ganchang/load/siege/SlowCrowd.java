package io.ganchang.load.siege;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that each send a request head a byte a second and never end it, from several addresses of this machine. Who is
 * cut off comes back at once, so that they are as many all the time.
 */
final class SlowCrowd {
    private static final int ADDRESSES = 8;
    private static final long BYTE_MS = 1_000;
    private static final long RETURN_MS = 100;
    private static final long ARRIVAL_MS = 4;
    private static final String HOST = "127.0.0.1";
    private static final String BEGUN = "GET /v1/sessions HTTP/1.1\r\nHost: slow\r\nX-Slow: ";

    private final Vertx vertx;
    private final int port;
    private final int size;
    private final List<NetClient> clients = new ArrayList<>();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private volatile boolean leaving;

    SlowCrowd(Vertx vertx, int port, int size) {
        this.vertx = vertx;
        this.port = port;
        this.size = size;
    }

    /** Lets them come, one every few milliseconds; so they are cut off and come back one by one, too. */
    void come() {
        for (int i = 0; i < ADDRESSES; i++) {
            clients.add(vertx.createNetClient(new NetClientOptions().setLocalAddress("127.0.0." + (2 + i))));
        }
        for (int i = 0; i < size; i++) {
            NetClient client = clients.get(i % ADDRESSES);
            vertx.setTimer(1 + i * ARRIVAL_MS, timer -> connect(client));
        }
    }

    private void connect(NetClient client) {
        if (!leaving) {
            client.connect(port, HOST).onSuccess(socket -> drip(client, socket)).onFailure(failure -> comeBack(client));
        }
    }

    private void comeBack(NetClient client) {
        vertx.setTimer(RETURN_MS, timer -> connect(client));
    }

    private void drip(NetClient client, NetSocket socket) {
        connected.incrementAndGet();
        socket.write(BEGUN);
        long timer = vertx.setPeriodic(BYTE_MS, again -> socket.write("a"));
        socket.exceptionHandler(failure -> socket.close());
        socket.closeHandler(closed -> {
            vertx.cancelTimer(timer);
            connected.decrementAndGet();
            cutOff.incrementAndGet();
            comeBack(client);
        });
    }

    int connected() {
        return connected.get();
    }

    /** How often one of them was cut off. */
    int cutOff() {
        return cutOff.get();
    }

    void leave() {
        leaving = true;
        clients.forEach(NetClient::close);
    }
}
