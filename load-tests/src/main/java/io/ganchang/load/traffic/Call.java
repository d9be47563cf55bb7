package io.ganchang.load.traffic;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to be made.
 *
 * @param headers those that say who asks and that it is asked once
 */
public record Call(
        HttpMethod method,
        String path,
        Map<String, String> headers,
        @Nullable Buffer body) {

    public Call {
        headers = Map.copyOf(headers);
    }

    /**
     * A request of somebody with a token.
     *
     * @param key its idempotency key, where it has one
     */
    public Call(HttpMethod method, String path, String token, @Nullable String key, @Nullable Buffer body) {
        this(method, path, headers(token, key), body);
    }

    private static Map<String, String> headers(String token, @Nullable String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + token);
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        return headers;
    }
}
