package io.ganchang.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.CommandStamp;
import io.vertx.redis.client.Request;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments that every host's command begins with, after the call head. */
final class CommandArguments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandArguments() {}

    static void append(Request request, CommandStamp stamp, String action) {
        request.arg(stamp.actor())
                .arg(FunctionCall.orAbsent(stamp.commandId()))
                .arg(FunctionCall.orAbsent(stamp.fingerprint()))
                .arg(
                        stamp.expectedVersion().isPresent()
                                ? Long.toString(stamp.expectedVersion().getAsLong())
                                : "-")
                .arg(action)
                .arg(attachment(stamp.reason()));
    }

    /** The attachment of an event that has a reason, or the argument that stands for none. */
    static String attachment(@Nullable String reason) {
        try {
            return reason == null ? FunctionCall.orAbsent(null) : JSON.writeValueAsString(Map.of("reason", reason));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a reason that is no text", e);
        }
    }
}
