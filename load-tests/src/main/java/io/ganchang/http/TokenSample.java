package io.ganchang.http;

import io.ganchang.domain.Role;
import io.ganchang.load.bench.OrderSamples;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Tokens of viewers as {@code Authorization} headers, and what checks them. */
final class TokenSample implements AutoCloseable {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final long LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long CLOSE_SECONDS_MAX = 10;

    private final Vertx vertx = Vertx.vertx();

    /** A checker that has seen no token yet. */
    Tokens tokens() {
        return new Tokens(vertx, KEY, InstantSource.system());
    }

    /** The bytes of {@code count} headers, each of another viewer. */
    List<byte[]> headers(int count) {
        Tokens signer = tokens();
        return IntStream.range(0, count)
                .mapToObj(number -> signer.issue(OrderSamples.viewer(number), Role.VIEWER, null, LIFETIME_SECONDS))
                .map(issued -> ("Bearer " + issued.token()).getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** A header as it comes off a connection: a text that nobody has hashed yet. */
    static String received(byte[] header) {
        return new String(header, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
