package io.ganchang.http;

import io.ganchang.domain.Problem;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Reads request bodies of bounded length and the right media type; refuses others without reading them to the end. */
final class BoundedBody {
    private static final String MEDIA_TYPE = "application/json";
    private static final String LENGTH = "[0-9]{1,9}";

    private final Replies replies;
    private final int bytesMax;

    BoundedBody(Replies replies, int bytesMax) {
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

    /** Gives the body, whatever its type, to {@code handler}, or answers the request with a problem. */
    void read(HttpServerRequest request, Handler<byte[]> handler) {
        if (declaresTooMuch(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            refuse(request);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= bytesMax) {
                body.appendBuffer(chunk);
            } else if (!request.response().ended()) {
                refuse(request);
            }
        });
        request.endHandler(end -> {
            if (!request.response().ended()) {
                handler.handle(body.getBytes());
            }
        });
    }

    private void refuseType(HttpServerRequest request) {
        replies.problem(request, Problem.UNSUPPORTED_MEDIA_TYPE, "Send Content-Type: application/json.");
    }

    private void refuse(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        replies.problem(request, Problem.PAYLOAD_TOO_LARGE, "At most " + bytesMax + " bytes are taken.");
    }

    private boolean declaresTooMuch(@Nullable String contentLength) {
        return contentLength != null && (!contentLength.matches(LENGTH) || Integer.parseInt(contentLength) > bytesMax);
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
