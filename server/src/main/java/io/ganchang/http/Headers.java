package io.ganchang.http;

import io.ganchang.domain.Ids;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The request headers that commands and orders depend on. */
final class Headers {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String ANY = "*";
    private static final int VERSION_DIGITS_MAX = 14;

    private Headers() {}

    static Parsed<String> idempotencyKey(HttpServerRequest request) {
        List<String> keys = request.headers().getAll(IDEMPOTENCY_KEY);
        if (keys.size() != 1 || !Ids.isIdempotencyKey(keys.get(0))) {
            return Parsed.invalid(IDEMPOTENCY_KEY, "Send the header once, with 1 to 64 visible ASCII characters.");
        }
        return new Parsed.Valid<>(keys.get(0));
    }

    /** The same where a key may be left out. */
    static Parsed<Optional<String>> optionalIdempotencyKey(HttpServerRequest request) {
        if (!request.headers().contains(IDEMPOTENCY_KEY)) {
            return new Parsed.Valid<>(Optional.empty());
        }
        return idempotencyKey(request) instanceof Parsed.Valid<String> valid
                ? new Parsed.Valid<>(Optional.of(valid.value()))
                : Parsed.invalid(IDEMPOTENCY_KEY, "Send the header once, with 1 to 64 visible ASCII characters.");
    }

    /** The version that {@code If-Match} asks for; empty where any will do. */
    static Parsed<OptionalLong> ifMatch(HttpServerRequest request) {
        String value = request.getHeader(HttpHeaders.IF_MATCH);
        if (value == null || value.equals(ANY)) {
            return new Parsed.Valid<>(OptionalLong.empty());
        }
        return isVersion(value)
                ? new Parsed.Valid<>(OptionalLong.of(Long.parseLong(value.substring(1, value.length() - 1))))
                : Parsed.invalid("If-Match", "Send the ETag of the object as you read it, such as \"3\".");
    }

    static String etag(long version) {
        return "\"" + version + '"';
    }

    private static boolean isVersion(@Nullable String value) {
        return value != null && value.matches("\"[0-9]{1," + VERSION_DIGITS_MAX + "}\"");
    }
}
