package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ganchang.load.wire.Answer;
import io.ganchang.load.wire.Receiver;
import io.ganchang.load.wire.Wire;
import io.ganchang.load.wire.WireOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The server under test as its callers see it: one listener on the loopback address. Its replies come on the context
 * that it was made on, so callers who are confined to a loop make it there.
 */
public final class Market {
    /** Connections at most, where nothing else is said. */
    public static final int CONNECTIONS = 64;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContextInternal context;
    private final Wire wire;

    public Market(Vertx vertx, int port) {
        this(vertx, port, CONNECTIONS);
    }

    /**
     * @param connections how many at most; where they are many, they come from several addresses
     */
    public Market(Vertx vertx, int port, int connections) {
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.wire = Wire.open(
                context.nettyEventLoop(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                WireOptions.of(connections).withWaitingMax(2 * Traffic.ERRANDS_MAX));
    }

    /** Opens all connections and keeps them open, as viewers do who wait for the countdown. */
    public CompletableFuture<Void> openAll() {
        return wire.openAll();
    }

    /** Completes after so long. */
    Future<Void> after(long ms) {
        Promise<Void> over = context.promise();
        context.owner().setTimer(ms, unused -> over.complete());
        return over.future();
    }

    /**
     * Makes the request once. The future never fails.
     *
     * @param leaving runs on the event loop when there is a connection, before the first byte is written to it
     */
    public Future<Reply> send(Call call, Runnable leaving) {
        Promise<Reply> promise = context.promise();
        Sending sending = new Sending(leaving, promise);
        ByteBuf request = Unpooled.wrappedBuffer(bytes(call));
        if (wire.loop().inEventLoop()) {
            wire.send(request, sending);
        } else {
            wire.loop().execute(() -> wire.send(request, sending));
        }
        return promise.future();
    }

    private static byte[] bytes(Call call) {
        int length = call.body() == null ? 0 : call.body().length();
        StringBuilder head = new StringBuilder()
                .append(call.method())
                .append(' ')
                .append(call.path())
                .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        if (call.body() != null) {
            head.append("Content-Type: application/json\r\n");
        }
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[first.length + length];
        System.arraycopy(first, 0, whole, 0, first.length);
        if (call.body() != null) {
            call.body().getBytes(whole, first.length);
        }
        return whole;
    }

    /** One request until its reply. */
    private final class Sending implements Receiver {
        private final Runnable leaving;
        private final Promise<Reply> promise;

        Sending(Runnable leaving, Promise<Reply> promise) {
            this.leaving = leaving;
            this.promise = promise;
        }

        @Override
        public void leaving() {
            context.dispatch(leaving);
        }

        @Override
        public void answered(Answer answer) {
            promise.complete(new Reply.Answer(
                    answer.status(),
                    "true".equals(answer.header("Idempotent-Replayed")),
                    retryAfterMs(answer.header("Retry-After")),
                    json(answer.body())));
        }

        @Override
        public void lost(String why) {
            promise.complete(new Reply.Lost(why));
        }

        @Override
        public void unsent(String why) {
            promise.complete(new Reply.Unsent(why));
        }
    }

    private static OptionalLong retryAfterMs(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,4}")
                ? OptionalLong.of(Long.parseLong(header) * 1000)
                : OptionalLong.empty();
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
