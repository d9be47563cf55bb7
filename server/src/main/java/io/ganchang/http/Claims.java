package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What a token whose signature is good says: who, and until when.
 *
 * @param key that signed it, where that was an identity provider's
 */
record Claims(
        Caller caller, long expiresAtSeconds, @Nullable ProviderKey key) {
    private static final String CHANNEL_LIVE = "live";

    /** What {@code claims} say, or null where they do not say all that is needed, or in another shape. */
    static @Nullable Claims of(String issuer, JsonObject claims, @Nullable ProviderKey key) {
        Object subject = claims.getValue("sub");
        Role role =
                Words.find(Role.class, String.valueOf(claims.getValue("role"))).orElse(null);
        Object channel = claims.getValue("channel");
        if (!(subject instanceof String sub)
                || !Ids.isId(sub)
                || role == null
                || !(claims.getValue("exp") instanceof Number exp)
                || (channel == null ? role == Role.PARTNER : !(channel instanceof String name && Ids.isId(name)))) {
            return null;
        }
        Caller caller = new Caller(issuer, sub, role, channel == null ? CHANNEL_LIVE : channel.toString());
        return new Claims(caller, exp.longValue(), key);
    }
}
