package io.ganchang.http;

import io.ganchang.domain.Ids;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The request headers that commands and orders depend on. */
final class Headers {
    private static final String KEY_NAME = "Idempotency-Key";
    static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized(KEY_NAME);
    private static final String ANY = "*";
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?\"[\\x21\\x23-\\x7e]*\"");
    private static final Pattern VERSION_TAG = Pattern.compile("\"[1-9][0-9]{0,13}\"");

    /** No object ever has it: the version of a tag that is none of ours. */
    private static final long NO_VERSION = 999_999_999_999_999L;

    private Headers() {}

    static Parsed<String> idempotencyKey(HttpServerRequest request) {
        List<String> keys = request.headers().getAll(IDEMPOTENCY_KEY);
        if (keys.size() != 1 || !Ids.isIdempotencyKey(keys.get(0))) {
            return Parsed.invalid(KEY_NAME, "Send the header once, with 1 to 64 visible ASCII characters.");
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
                : Parsed.invalid(KEY_NAME, "Send the header once, with 1 to 64 visible ASCII characters.");
    }

    /** The version that {@code If-Match} asks for; empty where any will do. */
    static Parsed<OptionalLong> ifMatch(HttpServerRequest request) {
        List<String> values = request.headers().getAll(HttpHeaders.IF_MATCH);
        if (values.isEmpty() || values.equals(List.of(ANY))) {
            return new Parsed.Valid<>(OptionalLong.empty());
        }
        String value = values.get(0);
        return values.size() == 1 && ENTITY_TAG.matcher(value).matches()
                ? new Parsed.Valid<>(OptionalLong.of(version(value)))
                : Parsed.invalid("If-Match", "Send the ETag of the object as you read it, such as \"3\".");
    }

    static String etag(long version) {
        return "\"" + version + '"';
    }

    private static long version(String tag) {
        return VERSION_TAG.matcher(tag).matches() ? Long.parseLong(tag.substring(1, tag.length() - 1)) : NO_VERSION;
    }
}
