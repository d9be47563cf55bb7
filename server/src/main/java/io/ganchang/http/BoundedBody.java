package io.ganchang.http;

import io.ganchang.domain.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads request bodies of bounded length and, where that matters, the right media type; refuses others without reading them to the end. */
final class BoundedBody {
    private static final String MEDIA_TYPE = "application/json";
    private static final String CONTINUE = "100-continue";
    private static final int EXPECTED_BYTES_MAX = 1_024;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    /** How long a client that sends too much has to read its answer before the connection ends. */
    private static final long FAREWELL_MS = 500;

    private final Vertx vertx;
    private final Replies replies;
    private final int bytesMax;

    BoundedBody(Vertx vertx, Replies replies, int bytesMax) {
        this.vertx = vertx;
        this.replies = replies;
        this.bytesMax = bytesMax;
    }

    /** Gives the JSON body to {@code handler}, or answers the request with a problem. */
    void readJson(HttpServerRequest request, Handler<byte[]> handler) {
        if (isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            read(request, handler);
        } else {
            refuseType(request);
        }
    }

    /** Gives the JSON body, or an empty one where there is none, which then needs no media type. */
    void readOptionalJson(HttpServerRequest request, Handler<byte[]> handler) {
        if (request.getHeader(HttpHeaders.CONTENT_TYPE) != null) {
            readJson(request, handler);
            return;
        }
        read(request, bytes -> {
            if (bytes.length == 0) {
                handler.handle(bytes);
            } else {
                refuseType(request);
            }
        });
    }

    /** Gives the body, whatever its media type. */
    void readAny(HttpServerRequest request, Handler<byte[]> handler) {
        read(request, handler);
    }

    private void read(HttpServerRequest request, Handler<byte[]> handler) {
        String contentLength = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declaresTooMuch(contentLength)) {
            refuse(request);
            return;
        }
        if (CONTINUE.equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Buffer body = Buffer.buffer(expectedBytes(contentLength));
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= bytesMax) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                refuse(request);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                handle(request, body.getBytes(), handler);
            }
        });
    }

    /** Whatever fails here has no caller left that would answer the request. */
    private void handle(HttpServerRequest request, byte[] body, Handler<byte[]> handler) {
        try {
            handler.handle(body);
        } catch (RuntimeException e) {
            replies.failed(request, e);
        }
    }

    private void refuseType(HttpServerRequest request) {
        replies.problem(request, Problem.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
    }

    /** What is still on its way is not waited for. HTTP/2 can do without: its flow control stops the sender. */
    private void refuse(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            vertx.setTimer(FAREWELL_MS, timer -> request.connection().close());
        }
        replies.problem(request, Problem.PAYLOAD_TOO_LARGE, "At most " + bytesMax + " bytes are taken.");
    }

    private boolean declaresTooMuch(@Nullable String contentLength) {
        return contentLength != null
                && (!LENGTH.matcher(contentLength).matches() || Integer.parseInt(contentLength) > bytesMax);
    }

    /** What was declared, up to what an order takes: nobody gets more memory by only saying so. */
    private static int expectedBytes(@Nullable String contentLength) {
        return contentLength == null ? 0 : Math.min(EXPECTED_BYTES_MAX, Integer.parseInt(contentLength));
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.trim().equalsIgnoreCase(MEDIA_TYPE);
    }
}
