package io.ganchang.http;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of its own signature. Nothing of it is trusted: it only chooses the key.
 *
 * @param key id of the key, empty where it names none
 */
record TokenHeader(String algorithm, String key) {

    /** The header of {@code token}, or null where it has none, or one that must not be passed over. */
    static @Nullable TokenHeader of(String token) {
        int dot = token.indexOf('.');
        if (dot < 1) {
            return null;
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            JsonObject header = new JsonObject(new String(text, StandardCharsets.UTF_8));
            // Extensions that a receiver does not understand make a token invalid (RFC 7515 §4.1.11).
            return header.getValue("alg") instanceof String algorithm && !header.containsKey("crit")
                    ? new TokenHeader(algorithm, header.getValue("kid") instanceof String key ? key : "")
                    : null;
        } catch (RuntimeException e) {
            return null; // no base64, or no JSON
        }
    }
}
