package io.ganchang.domain;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every way in which a request can fail, with its HTTP status and title (RFC 9457). */
public enum Problem {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHORIZED(401, "A valid token is needed"),
    FORBIDDEN(403, "This token may not do that"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This path does not take that method"),
    SOLD_OUT(409, "Sold out"),
    VIEWER_LIMIT(409, "The limit for one viewer is reached"),
    HOLD_LIMIT(409, "Too many unpaid orders"),
    OFFER_CLOSED(409, "The offer is not open"),
    SESSION_NOT_LIVE(409, "The session is not live"),
    PRICE_CHANGED(409, "The price has changed"),
    ORDER_STATE(409, "The order's state does not allow that"),
    SESSION_STATE(409, "The session's state does not allow that"),
    STOCK_UNAVAILABLE(409, "Less stock is available than is to be taken back"),
    VERSION_CONFLICT(412, "It has changed since you read it"),
    PAYLOAD_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json"),
    IDEMPOTENCY_MISMATCH(422, "The key was used for another request"),
    RATE_LIMITED(429, "Too many requests"),
    OVERLOADED(503, "Too busy; this attempt was not executed"),
    SESSION_FROZEN(503, "The session is frozen; this attempt was not executed"),
    OUTCOME_UNKNOWN(503, "Perhaps executed; repeat with the same key");

    private static final Map<String, Problem> BY_CODE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Problem::code, Function.identity()));

    private final int status;
    private final String title;
    private final String code;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
        this.code = Words.of(this);
    }

    /**
     * The problem of that code.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static Problem ofCode(String code) {
        Problem problem = BY_CODE.get(code);
        if (problem == null) {
            throw new IllegalArgumentException("not the code of a problem");
        }
        return problem;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The word of the contract, such as {@code sold_out}; also the last part of the problem's address. */
    public String code() {
        return code;
    }
}
