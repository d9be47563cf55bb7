package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The server under test as its callers see it: one listener on the loopback address. */
public final class Market {
    private static final String HOST = "127.0.0.1";
    private static final int CONNECTIONS_MAX = 64;
    private static final int WAITING_MAX = 2 * Traffic.ERRANDS_MAX;
    private static final int CONNECT_MS_MAX = 2000;
    private static final long SILENCE_MS_MAX = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final int port;

    public Market(Vertx vertx, int port) {
        this(vertx, port, CONNECTIONS_MAX);
    }

    public Market(Vertx vertx, int port, int connections) {
        this.port = port;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX),
                new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(WAITING_MAX));
    }

    public Future<Void> openAll() {
        return Future.succeededFuture();
    }

    /**
     * Makes the request once. The future never fails.
     *
     * @param leaving runs on the event loop when there is a connection, before the first byte is written to it
     */
    public Future<Reply> send(Call call, Runnable leaving) {
        return client.request(options(call)).transform(connected -> {
            if (connected.failed()) {
                return Future.succeededFuture(new Reply.Unsent(reason(connected.cause())));
            }
            leaving.run();
            return exchange(connected.result(), call);
        });
    }

    private RequestOptions options(Call call) {
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setHost(HOST)
                .setPort(port)
                .setURI(call.path())
                .setIdleTimeout(SILENCE_MS_MAX);
        call.headers().forEach(options::putHeader);
        if (call.body() != null) {
            options.putHeader("Content-Type", "application/json");
        }
        return options;
    }

    private static Future<Reply> exchange(HttpClientRequest request, Call call) {
        Future<HttpClientResponse> response = call.body() == null ? request.send() : request.send(call.body());
        return response.compose(head -> head.body().map(body -> answer(head, body)))
                .otherwise(failure -> new Reply.Lost(reason(failure)));
    }

    private static Reply answer(HttpClientResponse head, Buffer body) {
        return new Reply.Answer(
                head.statusCode(),
                "true".equals(head.getHeader("Idempotent-Replayed")),
                retryAfterMs(head.getHeader("Retry-After")),
                json(body));
    }

    private static OptionalLong retryAfterMs(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,4}")
                ? OptionalLong.of(Long.parseLong(header) * 1000)
                : OptionalLong.empty();
    }

    private static JsonNode json(Buffer body) {
        try {
            return body.length() == 0 ? MissingNode.getInstance() : JSON.readTree(body.getBytes());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String reason(Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
