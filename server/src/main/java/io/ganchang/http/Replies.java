package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes replies: JSON values, and problems as {@code application/problem+json} (RFC 9457). */
public final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM_JSON = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("Retry-After");
    private static final String SOON_SECONDS = "1";
    private static final String FROZEN_SECONDS = "5";

    private final String unknownSeconds;
    private final AnswerCounts counts;

    /**
     * @param unknownSeconds how long after an unknown outcome that attempt can no longer execute
     * @param counts where its answers are counted
     */
    public Replies(long unknownSeconds, AnswerCounts counts) {
        this.unknownSeconds = Long.toString(unknownSeconds);
        this.counts = counts;
    }

    void json(HttpServerRequest request, int status, Json.Writer body) {
        json(request.response(), status, Json.buffer(body));
    }

    void json(HttpServerResponse response, int status, Buffer body) {
        counts.countValue(status);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(body);
    }

    /** Answers with what was created, or, saying so, with what an earlier attempt has created. */
    void created(HttpServerRequest request, boolean replayed, Json.Writer body) {
        if (replayed) {
            request.response().putHeader("Idempotent-Replayed", "true");
        }
        json(request, replayed ? 200 : 201, body);
    }

    /** Answers with a text that is not JSON of ours; an empty one has no media type. */
    void text(HttpServerRequest request, int status, String mediaType, String body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        counts.countValue(status);
        response.setStatusCode(status).putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (!body.isEmpty()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        }
        response.end(body);
    }

    void refused(HttpServerRequest request, Refused<?> refused) {
        problem(request, refused.problem(), refused.detail(), List.of());
    }

    void problem(HttpServerRequest request, Problem problem, String detail) {
        problem(request, problem, detail, List.of());
    }

    void invalid(HttpServerRequest request, List<FieldError> errors) {
        FieldError first = errors.get(0);
        String detail = first.pointer().isEmpty() ? first.message() : first.pointer() + ": " + first.message();
        problem(request, Problem.INVALID_REQUEST, detail, errors);
    }

    /** Answers a failure that nobody expects: what was asked for may have been done. */
    void failed(HttpServerRequest request, Throwable failure) {
        LOG.error("{} {} failed in a way nobody expects", request.method(), kindOf(request.path()), failure);
        problem(request, Problem.OUTCOME_UNKNOWN, "Something went wrong here; it was noted. Repeat with the same key.");
    }

    /** The first two parts of a path. Further on may stand whatever a caller put there. */
    private static String kindOf(String path) {
        String[] parts = path.split("/", 4);
        return parts.length < 3 ? "/" : '/' + parts[1] + '/' + parts[2];
    }

    private void problem(HttpServerRequest request, Problem problem, String detail, List<FieldError> errors) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        counts.countProblem(problem);
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM_JSON);
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        switch (problem) {
            case OUTCOME_UNKNOWN -> response.putHeader(RETRY_AFTER, unknownSeconds);
            case OVERLOADED -> response.putHeader(RETRY_AFTER, SOON_SECONDS);
            case SESSION_FROZEN -> response.putHeader(RETRY_AFTER, FROZEN_SECONDS);
            case UNAUTHORIZED -> response.putHeader("WWW-Authenticate", "Bearer");
            default -> {}
        }
        response.end(Json.buffer(json -> write(json, problem, detail, errors)));
    }

    private static void write(JsonGenerator json, Problem problem, String detail, List<FieldError> errors)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "/problems/" + problem.code());
        json.writeStringField("title", problem.title());
        json.writeNumberField("status", problem.status());
        json.writeStringField("detail", detail);
        json.writeStringField("code", problem.code());
        if (!errors.isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (FieldError error : errors) {
                json.writeStartObject();
                json.writeStringField("pointer", error.pointer());
                json.writeStringField("message", error.message());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
