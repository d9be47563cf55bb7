package io.ganchang.load.traffic;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to be made.
 *
 * @param key its idempotency key, where it has one
 */
public record Call(
        HttpMethod method,
        String path,
        String token,
        @Nullable String key,
        @Nullable Buffer body) {}
