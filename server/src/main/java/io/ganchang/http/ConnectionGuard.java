package io.ganchang.http;

import io.ganchang.domain.Problem;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connections of one event loop within their limits. To be used on that loop only.
 *
 * <p>A connection is always in one of three states: it owes a request head, it owes a body, or it is owed an answer. In
 * the first two a clock runs that no further byte resets. Rather than setting a timer for each, a sweep looks at all of
 * them now and then; what it needs to know the requests themselves tell, so that a request costs one look-up.
 */
public final class ConnectionGuard {
    /** How much later than said a connection may end. */
    static final int SWEEP_MS = 250;

    private final Connections connections;
    private final Replies replies;
    private final LongSupplier nanoClock;
    private final Map<HttpConnection, Visit> visits = new HashMap<>();

    /** @param nanoClock monotonic, such as {@code System::nanoTime} */
    public ConnectionGuard(Connections connections, Replies replies, LongSupplier nanoClock) {
        this.connections = connections;
        this.replies = replies;
        this.nanoClock = nanoClock;
    }

    /** A connection, and since when it is in its state. */
    private static final class Visit {
        private long sinceNanos;
        private @Nullable HttpServerRequest request;
        private boolean wasAnswered;
        private boolean isOver;

        Visit(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    /** Lets {@code handler} answer the requests of the connections that are let in. */
    public HttpServer guard(Vertx vertx, HttpServer server, Handler<HttpServerRequest> handler) {
        vertx.setPeriodic(SWEEP_MS, timer -> sweep());
        return server.connectionHandler(this::opened)
                .invalidRequestHandler(this::refuseMalformed)
                .requestHandler(request -> begun(request, handler));
    }

    private void opened(HttpConnection connection) {
        String address = Connections.addressOf(connection.remoteAddress());
        if (!connections.admit(address)) {
            connection.close();
            return;
        }
        visits.put(connection, new Visit(nanoClock.getAsLong()));
        // Broken, or more requests at once than are answered one after the other: not worth a line, let alone a trace.
        connection.exceptionHandler(failure -> connection.close());
        connection.closeHandler(closed -> {
            visits.remove(connection);
            connections.left(address);
        });
    }

    private void begun(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        Visit visit = visits.get(request.connection());
        if (visit == null || visit.isOver) {
            request.connection().close();
            return;
        }
        visit.request = request;
        visit.sinceNanos = nanoClock.getAsLong();
        if (hasBodyForNothing(request)) {
            refuse(visit, request, "A request that reads takes no body.");
        } else {
            handler.handle(request);
        }
    }

    /** A body that nobody reads could be meant as a second request, by or for something in between. */
    private static boolean hasBodyForNothing(HttpServerRequest request) {
        return (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD))
                && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                        || !request.headers().getAll(HttpHeaders.CONTENT_LENGTH).stream()
                                .allMatch("0"::equals));
    }

    private void refuseMalformed(HttpServerRequest request) {
        if (request.decoderResult().cause() instanceof TooLongFrameException) {
            HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
            return;
        }
        replies.problem(request, Problem.INVALID_REQUEST, "That is not HTTP/1.1 as RFC 9112 has it.");
        request.connection().close();
    }

    private void sweep() {
        long now = nanoClock.getAsLong();
        // A connection that is closed leaves the map at once.
        for (Map.Entry<HttpConnection, Visit> entry : List.copyOf(visits.entrySet())) {
            look(entry.getKey(), entry.getValue(), now);
        }
    }

    private void look(HttpConnection connection, Visit visit, long now) {
        HttpServerRequest request = visit.request;
        long elapsedMs = TimeUnit.NANOSECONDS.toMillis(now - visit.sinceNanos);
        if (visit.isOver) {
            connection.close();
        } else if (request == null) {
            lookAtHead(connection, visit, elapsedMs);
        } else if (!request.isEnded()) {
            lookAtBody(visit, request, elapsedMs);
        } else if (request.response().ended()) {
            visit.request = null;
            visit.wasAnswered = true;
            visit.sinceNanos = now;
        }
    }

    private void lookAtHead(HttpConnection connection, Visit visit, long elapsedMs) {
        ConnectionLimits limits = connections.limits();
        if (elapsedMs > (visit.wasAnswered ? limits.keepAliveMsMax() : limits.headMsMax())) {
            if (!visit.wasAnswered) {
                connections.headWasLate();
            }
            connection.close();
        }
    }

    private void lookAtBody(Visit visit, HttpServerRequest request, long elapsedMs) {
        int bodyMsMax = connections.limits().bodyMsMax();
        if (elapsedMs > bodyMsMax) {
            connections.bodyWasLate();
            refuse(visit, request, "The body did not come within " + bodyMsMax + " ms.");
        }
    }

    /** The connection ends with the next sweep, which leaves the client time to read why. */
    private void refuse(Visit visit, HttpServerRequest request, String detail) {
        visit.isOver = true;
        if (!request.response().ended()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            replies.problem(request, Problem.INVALID_REQUEST, detail);
        }
    }
}
