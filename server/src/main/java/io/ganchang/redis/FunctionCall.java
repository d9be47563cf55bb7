package io.ganchang.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;

/** Begins the request of a function call: name, number of keys, keys. */
final class FunctionCall {
    private static final String ABSENT = "-";

    private FunctionCall() {}

    static Request to(String function, String... keys) {
        Request request = Request.cmd(Command.FCALL).arg(function).arg(keys.length);
        for (String key : keys) {
            request.arg(key);
        }
        return request;
    }

    /** The argument that stands for an absent value. */
    static String orAbsent(@org.jspecify.annotations.Nullable Object value) {
        return value == null ? ABSENT : value.toString();
    }
}
