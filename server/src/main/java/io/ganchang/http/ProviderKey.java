package io.ganchang.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A public key of an identity provider (RFC 7517), and the one algorithm it is good for. */
final class ProviderKey {
    private static final Map<String, Set<String>> ALGORITHMS =
            Map.of("RSA", Set.of("RS256", "PS256"), "EC", Set.of("ES256"));

    /** Where a key names no algorithm, as some providers' do not. */
    private static final Map<String, String> USUAL = Map.of("RSA", "RS256", "EC", "ES256");

    private static final int ID_LENGTH_MAX = 128;

    /** How far a provider's clock may be off where a token says from when it is good. Its end is kept to the second. */
    private static final int LEEWAY_SECONDS = 60;

    private final String id;
    private final String algorithm;
    private final JsonObject jwk;
    private final Verifier verifier;

    private ProviderKey(String id, String algorithm, JsonObject jwk, Verifier verifier) {
        this.id = id;
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.verifier = verifier;
    }

    /**
     * The key that {@code jwk} is, or empty where it is none that tokens are verified with here.
     *
     * @throws IllegalArgumentException where it should be one, but is broken
     */
    static Optional<ProviderKey> of(Vertx vertx, JsonObject jwk, String issuer, String audience) {
        String type = String.valueOf(jwk.getValue("kty"));
        Object algorithm = jwk.getValue("alg", USUAL.get(type));
        if (!(jwk.getValue("kid") instanceof String id)
                || id.isEmpty()
                || id.length() > ID_LENGTH_MAX
                || !"sig".equals(jwk.getValue("use", "sig"))
                || !(algorithm instanceof String name)
                || !ALGORITHMS.getOrDefault(type, Set.of()).contains(name)) {
            return Optional.empty();
        }
        return PublicPart.of(type, jwk)
                .map(part -> part.put("kid", id).put("alg", name))
                .map(part -> new ProviderKey(id, name, part, verifier(vertx, part, issuer, audience)));
    }

    private static Verifier verifier(Vertx vertx, JsonObject jwk, String issuer, String audience) {
        JWTOptions expected =
                new JWTOptions().setIssuer(issuer).addAudience(audience).setLeeway(LEEWAY_SECONDS);
        return new Verifier(
                JWTAuth.create(vertx, new JWTAuthOptions().addJwk(jwk).setJWTOptions(expected)));
    }

    String id() {
        return id;
    }

    String algorithm() {
        return algorithm;
    }

    /** The public key as it is published; to be forged with in a proof. */
    JsonObject jwk() {
        return jwk.copy();
    }

    /** The claims of {@code token}, whose header names this key and its algorithm; null where it is not good. */
    @Nullable
    JsonObject claims(String token) {
        return verifier.claims(token);
    }

    /** Whether {@code other} is the same key under the same name. */
    boolean isSame(@Nullable ProviderKey other) {
        return other != null && jwk.equals(other.jwk);
    }
}
