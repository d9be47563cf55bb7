package io.ganchang.http;

import io.ganchang.config.TokenConfig;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform's identity provider, whose tokens are good here beside those of this server. Thread-safe.
 *
 * <p>A token names its key ({@code kid}); that key has one algorithm, and the token must name the same. So a public key is
 * never taken for a shared secret. Its subjects are ids, and none of them is a guest's.
 */
public final class IdentityProvider {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityProvider.class);
    private static final int KEYS_MAX = 64;

    private final Vertx vertx;
    private final String issuer;
    private final String audience;
    private final Set<Role> roles;
    private volatile Runnable onUnknownKey = () -> {};
    private volatile Map<String, ProviderKey> keys = Map.of();

    /** @param config of a server that has a provider */
    public IdentityProvider(Vertx vertx, TokenConfig config) {
        this(vertx, config.issuer().orElseThrow(), config.audience().orElseThrow(), config.providerRoles());
    }

    IdentityProvider(Vertx vertx, String issuer, String audience, Set<Role> roles) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.audience = audience;
        this.roles = Set.copyOf(roles);
    }

    /** The same expectations without a key. */
    IdentityProvider twin() {
        return new IdentityProvider(vertx, issuer, audience, roles);
    }

    String issuer() {
        return issuer;
    }

    String audience() {
        return audience;
    }

    Set<Role> roles() {
        return roles;
    }

    /** Runs {@code action}, which must be quick, whenever a token names a key that is not known. */
    void onUnknownKey(Runnable action) {
        onUnknownKey = action;
    }

    /**
     * Takes the keys of a JWK set in place of all it had. Tokens of keys that are not among them are refused from now on.
     *
     * @return how many keys it has now; keys that are of no use here are passed over
     * @throws IllegalArgumentException where {@code text} is no JWK set, or two of its keys have one id; then all stays as
     *     it was
     */
    public int replaceKeys(String text) {
        Map<String, ProviderKey> before = keys;
        Map<String, ProviderKey> read = read(text);
        keys = Map.copyOf(read);
        if (read.isEmpty()) {
            LOG.warn("the identity provider has no key that is of use here; its tokens are refused");
        } else if (!sameKeys(before, read)) {
            LOG.info("the identity provider has {} keys now", read.size());
        }
        return read.size();
    }

    private static boolean sameKeys(Map<String, ProviderKey> left, Map<String, ProviderKey> right) {
        return left.size() == right.size() && left.values().stream().allMatch(key -> key.isSame(right.get(key.id())));
    }

    private Map<String, ProviderKey> read(String text) {
        Map<String, ProviderKey> read = new HashMap<>();
        for (Object jwk : jwks(text)) {
            if (jwk instanceof JsonObject object) {
                keyOf(object, read);
            }
        }
        return read;
    }

    private static JsonArray jwks(String text) {
        try {
            JsonArray jwks = new JsonObject(text).getJsonArray("keys");
            if (jwks != null && jwks.size() <= KEYS_MAX) {
                return jwks;
            }
        } catch (RuntimeException e) {
            // answered below: what the text is instead may be anything
        }
        throw new IllegalArgumentException("not a JWK set of at most " + KEYS_MAX + " keys");
    }

    private void keyOf(JsonObject jwk, Map<String, ProviderKey> read) {
        ProviderKey key;
        try {
            key = ProviderKey.of(vertx, jwk, issuer, audience).orElse(null);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("a key in it is broken", e);
        }
        if (key != null && read.put(key.id(), key) != null) {
            throw new IllegalArgumentException("two keys in it have one kid");
        }
    }

    /** The keys it has. */
    Map<String, ProviderKey> keys() {
        return keys;
    }

    /** Whether tokens that {@code key} signed are still good. */
    boolean has(ProviderKey key) {
        return key.isSame(keys.get(key.id()));
    }

    /** What {@code token} says, or null where it is not this provider's, or not good. */
    @Nullable
    Claims verify(TokenHeader header, String token) {
        ProviderKey key = keys.get(header.key());
        if (key == null) {
            onUnknownKey.run();
            return null;
        }
        JsonObject claims = key.algorithm().equals(header.algorithm()) ? key.claims(token) : null;
        Claims read = claims == null ? null : Claims.of(issuer, claims, key);
        return read != null && isAllowed(read) ? read : null;
    }

    private boolean isAllowed(Claims claims) {
        return roles.contains(claims.caller().role())
                && !claims.caller().subject().startsWith(Ids.GUEST_PREFIX);
    }
}
