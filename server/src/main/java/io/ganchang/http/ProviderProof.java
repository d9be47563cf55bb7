package io.ganchang.http;

import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * Proves of an identity provider's expectations, with a key pair made for it, that good tokens pass and others do not; and
 * of each of its public keys that it is no shared secret.
 */
final class ProviderProof {
    private static final String KEY_ID = "self-check";
    private static final int COORDINATE_BYTES = 32;
    private static final long LIFE_SECONDS = 60;

    private final Vertx vertx;
    private final IdentityProvider provider;
    private final long nowSeconds;

    ProviderProof(Vertx vertx, IdentityProvider provider, long nowSeconds) {
        this.vertx = vertx;
        this.provider = provider;
        this.nowSeconds = nowSeconds;
    }

    /** @throws IllegalStateException where it does not hold; nothing may then be served */
    void run() {
        IdentityProvider twin = provider.twin();
        JsonObject pair = newPair();
        twin.replaceKeys(new JsonObject().put("keys", new JsonArray().add(pair)).encode());
        require(passes(twin, signed(pair, claims())), "a good token of the provider is refused");
        require(!passes(twin, signed(pair, claims().put("iss", "other"))), "another issuer's passes");
        require(!passes(twin, signed(pair, claims().put("aud", "other"))), "one for others passes");
        require(
                !passes(twin, signed(pair, claims().put("exp", nowSeconds - 2 * LIFE_SECONDS))),
                "an expired one passes");
        require(!passes(twin, signed(newPair(), claims())), "a forged one passes");
        refuseForgeries(twin);
        refuseForgeries(provider);
    }

    /** What everybody can make who knows the public keys, as everybody does. */
    private void refuseForgeries(IdentityProvider forged) {
        for (ProviderKey key : forged.keys().values()) {
            String jwk = key.jwk().encode();
            require(!passes(forged, signedBySecret(key, jwk)), "a public key passes for a secret");
            require(!passes(forged, unsigned(key)), "an unsigned one passes");
        }
    }

    private static boolean passes(IdentityProvider provider, String token) {
        TokenHeader header = TokenHeader.of(token);
        return header != null && provider.verify(header, token) != null;
    }

    private JsonObject claims() {
        Role role = provider.roles().iterator().next();
        return new JsonObject()
                .put("iss", provider.issuer())
                .put("aud", provider.audience())
                .put("sub", KEY_ID)
                .put("role", Words.of(role))
                .put("channel", KEY_ID)
                .put("exp", nowSeconds + LIFE_SECONDS);
    }

    private String signed(JsonObject pair, JsonObject claims) {
        return JWTAuth.create(vertx, new JWTAuthOptions().addJwk(pair))
                .generateToken(claims, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
    }

    private String signedBySecret(ProviderKey key, String secret) {
        PubSecKeyOptions options =
                new PubSecKeyOptions().setAlgorithm("HS256").setId(key.id()).setBuffer(Buffer.buffer(secret));
        return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(options))
                .generateToken(
                        claims(),
                        new JWTOptions()
                                .setAlgorithm("HS256")
                                .setHeader(new JsonObject().put("kid", key.id()))
                                .setNoTimestamp(true));
    }

    private String unsigned(ProviderKey key) {
        JsonObject header = new JsonObject().put("alg", "none").put("kid", key.id());
        return base64(header.encode().getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(claims().encode().getBytes(StandardCharsets.UTF_8))
                + '.';
    }

    private static JsonObject newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey open = (ECPublicKey) pair.getPublic();
            return new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("alg", "ES256")
                    .put("kid", KEY_ID)
                    .put("x", base64(coordinate(open.getW().getAffineX())))
                    .put("y", base64(coordinate(open.getW().getAffineY())))
                    .put("d", base64(coordinate(((ECPrivateKey) pair.getPrivate()).getS())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /** Big-endian in exactly 32 bytes (RFC 7518 §6.2.1.2). */
    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] exact = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, exact, COORDINATE_BYTES - length, length);
        return exact;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("the check of the identity provider's tokens does not hold: " + otherwise);
        }
    }
}
