package io.ganchang.load.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one listener: each has one request under way at a time (HTTP/1.1, kept alive), all live on one
 * event loop.
 *
 * <p>A request takes the connection that has been free the longest; where none is free it waits, in order. Connections
 * are opened as requests need them, or all at once by {@link #openAll()}, and from then on again when they break. Where
 * nobody listens, the requests that wait are told so at once, and the next attempt to connect is made {@value
 * #REST_MS} ms later.
 *
 * <p>Requests that come in one turn of the loop are written together at its end. There is nothing to gather per
 * connection, as each carries one request.
 */
public final class Wire implements AutoCloseable {
    private static final int OPENING_MAX = 256; // a listener's queue is not endless
    private static final int READ_BYTES = 4 * 1024;
    private static final int REST_MS = 10;
    private static final int LOOKS = 10; // in the time after which silence counts as loss

    private final EventLoop loop;
    private final WireOptions options;
    private final Bootstrap bootstrap;
    private final Set<Connection> connections = new HashSet<>();
    private final Queue<Connection> free = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<Void> allOpen;
    private int opening;
    private int opened;
    private boolean keptOpen;
    private boolean resting;
    private boolean turnPlanned;
    private boolean closed;
    private String refusal = "not connected";

    private record Waiting(ByteBuf request, Receiver receiver) {}

    private Wire(EventLoop loop, InetSocketAddress target, WireOptions options) {
        this.loop = loop;
        this.options = options;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(LoopThread.channelOf(loop))
                .remoteAddress(target)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connecting().toMillis())
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES));
    }

    /** A wire without a connection yet. From any thread. */
    public static Wire open(EventLoop loop, InetSocketAddress target, WireOptions options) {
        Wire wire = new Wire(loop, target, options);
        long periodNanos = Math.max(1, options.silence().toNanos() / LOOKS);
        loop.execute(() -> wire.lookLater(periodNanos));
        return wire;
    }

    /** Opens all connections and keeps them open; fails with the first that cannot be had. From any thread. */
    public CompletableFuture<Void> openAll() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.execute(() -> {
            allOpen = all;
            keptOpen = true;
            tellWhenAllOpen();
            planTurn();
        });
        return all;
    }

    /**
     * Sends a whole request when there is a connection for it. On the loop only.
     *
     * @param request released by the wire
     */
    public void send(ByteBuf request, Receiver receiver) {
        if (closed || waiting.size() >= options.waitingMax()) {
            String why = closed ? "closed" : "too many wait";
            request.release();
            loop.execute(() -> receiver.unsent(why));
            return;
        }
        waiting.add(new Waiting(request, receiver));
        planTurn();
    }

    /** Tells all who wait that nothing was sent, and breaks off what is under way. On the loop only. */
    public void giveUp(String why) {
        tellWaiting(why);
        List.copyOf(connections).forEach(connection -> connection.breakOff(why));
    }

    /** Requests that wait for a connection. On the loop only. */
    public int waiting() {
        return waiting.size();
    }

    /** Connections that are up. On the loop only. */
    public int connected() {
        return connections.size();
    }

    public EventLoop loop() {
        return loop;
    }

    public WireOptions options() {
        return options;
    }

    /** Gives up and closes all connections, soon. From any thread. */
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            keptOpen = false;
            giveUp("closed");
        });
    }

    void isFree(Connection connection) {
        free.add(connection);
        if (!waiting.isEmpty()) {
            planTurn();
        }
    }

    void isGone(Connection connection) {
        connections.remove(connection);
        planTurn();
    }

    private void planTurn() {
        if (!turnPlanned) {
            turnPlanned = true;
            loop.execute(this::turn);
        }
    }

    private void turn() {
        turnPlanned = false;
        Connection connection;
        while (!waiting.isEmpty() && (connection = takeFree()) != null) {
            Waiting next = waiting.remove();
            connection.carry(next.request(), next.receiver());
        }
        if (resting) {
            tellWaitingWhereNobodyListens();
        } else {
            openWanted();
        }
    }

    private @Nullable Connection takeFree() {
        Connection connection;
        do {
            connection = free.poll();
        } while (connection != null && !connection.isOpen());
        return connection;
    }

    private void openWanted() {
        int room = options.connections() - connections.size() - opening;
        int wanted = keptOpen ? room : Math.min(room, waiting.size() - opening);
        for (int i = Math.min(wanted, OPENING_MAX - opening); i > 0 && !closed; i--) {
            open();
        }
    }

    private void open() {
        Connection connection = new Connection(this);
        Bootstrap one = bootstrap.clone().handler(connection);
        List<InetAddress> sources = options.sources();
        if (!sources.isEmpty()) {
            one.localAddress(new InetSocketAddress(sources.get(opened % sources.size()), 0));
        }
        opened++;
        opening++;
        ChannelFuture unused = one.connect().addListener((ChannelFuture connected) -> {
            opening--;
            if (connected.isSuccess()) {
                isUp(connection, connected.channel());
            } else {
                isRefused(connected.cause());
            }
        });
    }

    private void isUp(Connection connection, Channel channel) {
        if (closed) {
            var unused = channel.close();
            return;
        }
        connections.add(connection);
        free.add(connection);
        tellWhenAllOpen();
        planTurn();
    }

    private void tellWhenAllOpen() {
        if (allOpen != null && connections.size() == options.connections()) {
            allOpen.complete(null);
        }
    }

    private void isRefused(Throwable cause) {
        refusal = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        if (allOpen != null) {
            allOpen.completeExceptionally(cause);
        }
        if (!resting) {
            resting = true;
            var unused = loop.schedule(this::restIsOver, REST_MS, TimeUnit.MILLISECONDS);
        }
        planTurn();
    }

    private void restIsOver() {
        resting = false;
        planTurn();
    }

    private void tellWaitingWhereNobodyListens() {
        if (connections.isEmpty() && opening == 0) {
            tellWaiting(refusal);
        }
    }

    private void tellWaiting(String why) {
        List<Waiting> told = new ArrayList<>(waiting);
        waiting.clear();
        for (Waiting one : told) {
            one.request().release();
            one.receiver().unsent(why);
        }
    }

    private void lookLater(long periodNanos) {
        if (!closed) {
            var unused = loop.schedule(
                    () -> {
                        List.copyOf(connections).forEach(connection -> connection.look(LOOKS));
                        lookLater(periodNanos);
                    },
                    periodNanos,
                    TimeUnit.NANOSECONDS);
        }
    }
}
