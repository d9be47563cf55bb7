package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.app.ProviderForTest;
import io.ganchang.app.TokenForger;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of the identity provider are good by its public keys, and by nothing else. */
class IdentityProviderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ProviderForTest RSA = ProviderForTest.newKey("rsa-1", "RS256");
    private static final ProviderForTest EC = ProviderForTest.newKey("ec-1", "ES256");

    private Instant now = Instant.now();
    private final IdentityProvider provider = new IdentityProvider(
            VERTX, ProviderForTest.ISSUER, ProviderForTest.AUDIENCE, Set.of(Role.VIEWER, Role.HOST, Role.PARTNER));
    private final Tokens tokens = new Tokens(VERTX, List.of(key(7), key(8)), Optional.of(provider), () -> now);

    IdentityProviderTest() {
        provider.replaceKeys(ProviderForTest.jwks(RSA, EC));
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private Optional<Caller> verify(String token) {
        return tokens.verify("Bearer " + token);
    }

    private static JsonObject claims() {
        return ProviderForTest.claims("ayi", Role.VIEWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void aTokenOfAKnownKeyProvesWhoItNames(String algorithm) {
        ProviderForTest key = ProviderForTest.newKey("k", algorithm);
        provider.replaceKeys(ProviderForTest.jwks(key));
        assertThat(verify(key.token("ayi", Role.VIEWER)))
                .hasValue(new Caller(ProviderForTest.ISSUER, "ayi", Role.VIEWER, "live"));
        assertThat(verify(key.sign(claims().put("role", "partner").put("channel", "store"))))
                .hasValue(new Caller(ProviderForTest.ISSUER, "ayi", Role.PARTNER, "store"));
        assertThat(verify(key.sign(claims().put("aud", new JsonArray().add("x").add(ProviderForTest.AUDIENCE)))))
                .isPresent();
    }

    @Test
    void aKeyThatNamesNoAlgorithmIsGoodForTheUsualOne() {
        JsonObject jwk = RSA.jwk();
        jwk.remove("alg");
        provider.replaceKeys(
                new JsonObject().put("keys", new JsonArray().add(jwk)).encode());
        assertThat(verify(RSA.token("ayi", Role.VIEWER))).isPresent();
    }

    @Test
    void claimsThatAreMissingWrongOrNotForUsProveNobody() {
        for (String claim : List.of("iss", "aud", "sub", "role", "exp")) {
            JsonObject less = claims();
            less.remove(claim);
            assertThat(verify(RSA.sign(less))).as("without " + claim).isEmpty();
        }
        long nowSeconds = now.getEpochSecond();
        for (JsonObject wrong : List.of(
                claims().put("iss", "https://elsewhere.example.org"),
                claims().put("iss", "ganchang"),
                claims().put("aud", "another-market"),
                claims().put("aud", new JsonArray().add("another-market")),
                claims().put("sub", "not an id"),
                claims().put("sub", 7),
                claims().put("sub", "g-abcdefghijklmnop"),
                claims().put("role", "ops"),
                claims().put("role", "partner"),
                claims().put("channel", "no id"),
                claims().put("exp", nowSeconds - 1),
                claims().put("exp", "tomorrow"),
                claims().put("nbf", nowSeconds + 600),
                claims().put("iat", nowSeconds + 600))) {
            assertThat(verify(RSA.sign(wrong))).as(wrong.encode()).isEmpty();
        }
        assertThat(verify(RSA.sign(claims().put("nbf", nowSeconds + 20).put("iat", nowSeconds + 20))))
                .as("within the leeway")
                .isPresent();
    }

    @Test
    void opsComeFromTheProviderOnlyWhereThatIsAllowed() {
        IdentityProvider trusted =
                new IdentityProvider(VERTX, ProviderForTest.ISSUER, ProviderForTest.AUDIENCE, Set.of(Role.OPS));
        trusted.replaceKeys(ProviderForTest.jwks(RSA));
        Tokens trusting = new Tokens(VERTX, List.of(key(7)), Optional.of(trusted), () -> now);
        assertThat(trusting.verify("Bearer " + RSA.token("boss", Role.OPS))).isPresent();
        assertThat(trusting.verify("Bearer " + RSA.token("ayi", Role.VIEWER))).isEmpty();
    }

    /** The classic: the verifier is made to take the public key, which everybody has, for a shared secret. */
    @Test
    void aPublicKeyIsNoSharedSecret() {
        byte[] encoded = RSA.pair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                encoded,
                pem.getBytes(StandardCharsets.US_ASCII),
                RSA.jwk().encode().getBytes(StandardCharsets.US_ASCII),
                RSA.jwk().getString("n").getBytes(StandardCharsets.US_ASCII),
                Base64.getUrlDecoder().decode(RSA.jwk().getString("n")))) {
            for (String issuer : List.of(ProviderForTest.ISSUER, "ganchang")) {
                assertThat(verify(new TokenForger(secret)
                                .sign(
                                        "{'alg':'HS256','kid':'rsa-1'}",
                                        claims().put("iss", issuer).encode())))
                        .isEmpty();
            }
        }
    }

    @Test
    void noKeyVerifiesAnotherAlgorithmThanItsOwn() {
        ProviderForTest pss = new ProviderForTest("rsa-1", "PS256", RSA.pair());
        assertThat(verify(pss.sign(claims()))).isEmpty();
        for (String algorithm : List.of("none", "None", "", "HS384", "RS512", "ES384", "EdDSA")) {
            assertThat(verify(RSA.sign(new JsonObject().put("alg", algorithm).put("kid", "rsa-1"), claims())))
                    .as(algorithm)
                    .isEmpty();
        }
    }

    @Test
    void headersThatChooseTheirOwnKeyChooseNothing() {
        ProviderForTest stranger = ProviderForTest.newKey("rsa-1", "RS256");
        JsonObject header = new JsonObject().put("alg", "RS256");
        assertThat(verify(stranger.sign(claims()))).as("its key under our id").isEmpty();
        assertThat(verify(RSA.sign(header.copy(), claims()))).as("no kid").isEmpty();
        assertThat(verify(stranger.sign(header.copy().put("jwk", stranger.jwk()), claims())))
                .isEmpty();
        assertThat(verify(stranger.sign(header.copy().put("kid", "rsa-1").put("jwk", stranger.jwk()), claims())))
                .isEmpty();
        assertThat(verify(stranger.sign(header.copy().put("kid", "../../dev/null"), claims())))
                .isEmpty();
        assertThat(verify(
                        RSA.sign(header.copy().put("kid", "rsa-1").put("crit", new JsonArray().add("b64")), claims())))
                .as("an extension that nobody here knows")
                .isEmpty();
        assertThat(verify(RSA.sign(header.copy().put("kid", 7), claims()))).isEmpty();
    }

    @Test
    void keysOfNoUseHereArePassedOver() {
        JsonObject secret = new JsonObject()
                .put("kty", "oct")
                .put("kid", "secret")
                .put("alg", "HS256")
                .put("k", Base64.getUrlEncoder().encodeToString(key(9)));
        JsonObject weak =
                RSA.jwk().put("kid", "weak").put("n", RSA.jwk().getString("n").substring(0, 171));
        JsonArray keys = new JsonArray()
                .add(secret)
                .add(weak)
                .add(RSA.jwk().put("kid", "enc").put("use", "enc"))
                .add(RSA.jwk().put("kid", "old").put("alg", "RS1"))
                .add(EC.jwk().put("kid", "mixed").put("alg", "RS256"))
                .add("no key")
                .add(EC.jwk());
        assertThat(provider.replaceKeys(new JsonObject().put("keys", keys).encode()))
                .isEqualTo(1);
        assertThat(verify(new TokenForger(key(9)).sign("{'alg':'HS256','kid':'secret'}", claims().encode())))
                .isEmpty();
        assertThat(verify(EC.token("ayi", Role.VIEWER))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "<html>",
                "{\"keys\":7}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"x\",\"crv\":\"P-256\",\"x\":\"!\",\"y\":\"?\"}]}"
            })
    void whatIsNoSetChangesNothing(String text) {
        assertThatThrownBy(() -> provider.replaceKeys(text)).isInstanceOf(IllegalArgumentException.class);
        assertThat(verify(RSA.token("ayi", Role.VIEWER))).isPresent();
    }

    @Test
    void twoKeysOfOneNameAreNoSet() {
        ProviderForTest twin = ProviderForTest.newKey("rsa-1", "RS256");
        assertThatThrownBy(() -> provider.replaceKeys(ProviderForTest.jwks(RSA, twin)))
                .hasMessageContaining("one kid");
    }

    @Test
    void aTokenKnownFromBeforeEndsWithItsKeyAndWithItsTime() {
        String token = RSA.token("ayi", Role.VIEWER);
        assertThat(verify(token)).isPresent();
        provider.replaceKeys(ProviderForTest.jwks(RSA));
        assertThat(verify(token)).as("its key stayed").isPresent();
        provider.replaceKeys(ProviderForTest.jwks(ProviderForTest.newKey("rsa-1", "RS256"), EC));
        assertThat(verify(token)).as("another key has its name").isEmpty();
        provider.replaceKeys(ProviderForTest.jwks(EC));
        assertThat(verify(token)).as("its key is gone").isEmpty();
        String second = EC.token("ayi", Role.VIEWER);
        assertThat(verify(second)).isPresent();
        now = now.plusSeconds(90_000);
        assertThat(verify(second)).isEmpty();
    }

    @Test
    void anUnknownKeyIsToldAndARefusedOneIsNot() {
        AtomicInteger told = new AtomicInteger();
        provider.onUnknownKey(told::incrementAndGet);
        assertThat(verify(ProviderForTest.newKey("new", "ES256").token("ayi", Role.VIEWER)))
                .isEmpty();
        assertThat(told).hasValue(1);
        verify(RSA.sign(claims().put("aud", "other")));
        assertThat(told).hasValue(1);
    }

    @Test
    void tokensOfThisServersOwnKeysAreGoodBesideThem() {
        for (int fill : List.of(7, 8)) {
            assertThat(verify(new TokenForger(key(fill)).token(Role.OPS, "boss")))
                    .hasValue(new Caller("ganchang", "boss", Role.OPS, "live"));
        }
        assertThat(verify(new TokenForger(key(9)).token(Role.OPS, "boss"))).isEmpty();
        assertThat(verify(new TokenForger(key(7)).sign(claims().encode())))
                .as("nobody but the provider speaks in its name")
                .isEmpty();
        assertThat(verify(new TokenForger(key(8)).token(Role.OPS, "boss"))).isPresent();
        String issued = tokens.issue("ayi", Role.VIEWER, null, 60).token();
        assertThat(new Tokens(VERTX, key(7), () -> now).verify("Bearer " + issued))
                .as("the first key signs")
                .isPresent();
    }

    @Test
    void theProofHolds() {
        tokens.proveRefusals(VERTX);
        assertThat(verify(RSA.token("ayi", Role.VIEWER))).isPresent();
    }
}
