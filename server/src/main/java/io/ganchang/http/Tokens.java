package io.ganchang.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ganchang.config.TokenConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Signs tokens (JWT, HS256) and verifies them, and those of an identity provider beside them. A signature is verified once
 * per token; its expiry, and whether the provider still has its key, are looked at on every use. Thread-safe.
 *
 * <p>Claims: {@code iss}, {@code sub} (an id), {@code role}, {@code exp}, and {@code channel}, which a partner must have.
 */
public final class Tokens {
    /** Issuer of the tokens this server signs itself. */
    public static final String ISSUER = TokenConfig.OWN_ISSUER;

    private static final String ALGORITHM = "HS256";
    private static final String BEARER = "Bearer ";

    /** Three parts without padding, as RFC 7515 has it; the library would take a token in several spellings. */
    private static final Pattern COMPACT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    private static final int CACHED_MAX = 100_000;
    private static final int HEADER_LENGTH_MAX = 4_096;
    private static final long SECOND_MS = 1_000;

    private final JWTAuth signer;
    private final List<Verifier> verifiers;
    private final Optional<IdentityProvider> provider;
    private final InstantSource clock;
    private final Cache<String, Claims> verified =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    /** A token, and when it expires. */
    public record Issued(String token, long expiresAtSeconds) {}

    /** @param key 32 bytes that sign and verify */
    public Tokens(Vertx vertx, byte[] key, InstantSource clock) {
        this(vertx, List.of(key), Optional.empty(), clock);
    }

    /** @param keys of 32 bytes each; all of them verify, the first one signs */
    public Tokens(Vertx vertx, List<byte[]> keys, Optional<IdentityProvider> provider, InstantSource clock) {
        List<JWTAuth> providers =
                keys.stream().map(key -> JWTAuth.create(vertx, options(key))).toList();
        this.signer = providers.get(0);
        this.verifiers = providers.stream().map(Verifier::new).toList();
        this.provider = provider;
        this.clock = clock;
    }

    private static JWTAuthOptions options(byte[] key) {
        return new JWTAuthOptions()
                .addPubSecKey(new PubSecKeyOptions().setAlgorithm(ALGORITHM).setBuffer(Buffer.buffer(key)))
                .setJWTOptions(new JWTOptions().setIssuer(ISSUER));
    }

    /** A token for {@code subject}; {@code channel} null for the role's own. */
    public Issued issue(String subject, Role role, @Nullable String channel, long lifetimeSeconds) {
        long nowSeconds = clock.millis() / SECOND_MS;
        long expiresAtSeconds = nowSeconds + lifetimeSeconds;
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("sub", subject)
                .put("role", Words.of(role))
                .put("iat", nowSeconds)
                .put("exp", expiresAtSeconds);
        if (channel != null) {
            claims.put("channel", channel);
        }
        return new Issued(
                signer.generateToken(
                        claims, new JWTOptions().setAlgorithm(ALGORITHM).setNoTimestamp(true)),
                expiresAtSeconds);
    }

    /** Who sends this {@code Authorization} header, or empty where it proves nobody. */
    public Optional<Caller> verify(@Nullable String authorization) {
        if (authorization == null || authorization.length() > HEADER_LENGTH_MAX) {
            return Optional.empty();
        }
        Claims known = verified.getIfPresent(authorization);
        if (known == null) {
            known = check(authorization);
            if (known == null) {
                return Optional.empty();
            }
            verified.put(authorization, known);
        }
        return stillHolds(known) ? Optional.of(known.caller()) : Optional.empty();
    }

    private boolean stillHolds(Claims claims) {
        ProviderKey key = claims.key();
        return claims.expiresAtSeconds() * SECOND_MS > clock.millis()
                && (key == null || provider.orElseThrow().has(key));
    }

    private @Nullable Claims check(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String token = authorization.substring(BEARER.length()).trim();
        TokenHeader header = COMPACT.matcher(token).matches() ? TokenHeader.of(token) : null;
        if (header == null) {
            return null;
        }
        // What is signed with a shared secret is ours or nobody's: no key of a provider ever verifies it.
        return header.algorithm().equals(ALGORITHM) ? own(token) : ofProvider(header, token);
    }

    private @Nullable Claims own(String token) {
        for (Verifier verifier : verifiers) {
            JsonObject claims = verifier.claims(token);
            if (claims != null) {
                return Claims.of(ISSUER, claims, null);
            }
        }
        return null;
    }

    private @Nullable Claims ofProvider(TokenHeader header, String token) {
        return provider.isEmpty() ? null : provider.get().verify(header, token);
    }

    /**
     * Proves that forged, unsigned, altered and expired tokens are refused and a good one is not: a library without a
     * usable key accepts anything.
     *
     * @throws IllegalStateException where that is not so; nothing may then be served
     */
    public void proveRefusals(Vertx vertx) {
        byte[] otherKey = new byte[32];
        Tokens forger = new Tokens(vertx, otherKey, clock);
        String good = issue("self-check", Role.OPS, null, 60).token();
        String[] parts = good.split("\\.", -1);
        require(verify(BEARER + good).isPresent(), "a good token is refused");
        require(
                verify(BEARER + forger.issue("self-check", Role.OPS, null, 60).token())
                        .isEmpty(),
                "a forged one passes");
        require(verify(BEARER + unsigned(parts[1]) + ".").isEmpty(), "an unsigned one passes");
        require(verify(BEARER + unsigned(parts[1])).isEmpty(), "one without a signature passes");
        require(verify(BEARER + altered(parts)).isEmpty(), "an altered one passes");
        require(
                verify(BEARER + issue("self-check", Role.OPS, null, -60).token())
                        .isEmpty(),
                "an expired one passes");
        provider.ifPresent(external -> new ProviderProof(vertx, external, clock.millis() / SECOND_MS).run());
        verified.invalidateAll();
    }

    private static String unsigned(String payload) {
        return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + '.' + payload;
    }

    private static String altered(String[] parts) {
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        return parts[0] + '.' + base64(payload.replace("self-check", "other")) + '.' + parts[2];
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("the token check does not hold: " + otherwise);
        }
    }
}
