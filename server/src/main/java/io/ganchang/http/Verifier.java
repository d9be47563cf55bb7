package io.ganchang.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import org.jspecify.annotations.Nullable;

/** Checks signature, issuer, audience and times of tokens by one key. Thread-safe. */
final class Verifier {
    private final JWTAuth jwt;

    Verifier(JWTAuth jwt) {
        this.jwt = jwt;
    }

    /** The claims of {@code token}, or null where it is not good. */
    @Nullable
    JsonObject claims(String token) {
        User user = authenticate(token);
        return user == null ? null : user.attributes().getJsonObject("accessToken");
    }

    /** The provider works on this thread: its future is complete when it comes. Over odd claims it throws. */
    private @Nullable User authenticate(String token) {
        try {
            return jwt.authenticate(new TokenCredentials(token))
                    .otherwiseEmpty()
                    .result();
        } catch (RuntimeException e) {
            return null;
        }
    }
}
