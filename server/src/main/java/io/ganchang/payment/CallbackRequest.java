package io.ganchang.payment;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A callback as it came in.
 *
 * @param header the value of a header, by its name; empty where it did not come, or came more than once
 * @param body raw, as it was signed
 */
public record CallbackRequest(Function<String, Optional<String>> header, Buffer body) {

    /** Names it without what it carries. */
    @Override
    public String toString() {
        return "a callback of " + body.length() + " bytes";
    }
}
