package io.ganchang.app;

import io.ganchang.domain.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** One key pair of an identity provider, and tokens signed with it by the JDK alone, independently of the code under test. */
public record ProviderForTest(String keyId, String algorithm, KeyPair pair) {
    public static final String ISSUER = "https://id.example.org/realms/county";
    public static final String AUDIENCE = "market";

    /** A new pair for RS256, PS256 or ES256. */
    public static ProviderForTest newKey(String keyId, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.equals("ES256") ? "EC" : "RSA");
            generator.initialize(algorithm.equals("ES256") ? 256 : 2_048);
            return new ProviderForTest(keyId, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JWK set of these keys. */
    public static String jwks(ProviderForTest... keys) {
        JsonArray array = new JsonArray();
        Arrays.stream(keys).map(ProviderForTest::jwk).forEach(array::add);
        return new JsonObject().put("keys", array).encode();
    }

    public JsonObject jwk() {
        JsonObject jwk =
                new JsonObject().put("kid", keyId).put("alg", algorithm).put("use", "sig");
        if (pair.getPublic() instanceof RSAPublicKey key) {
            return jwk.put("kty", "RSA")
                    .put("n", base64(unsigned(key.getModulus(), 256)))
                    .put("e", base64(key.getPublicExponent().toByteArray()));
        }
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return jwk.put("kty", "EC")
                .put("crv", "P-256")
                .put("x", base64(unsigned(key.getW().getAffineX(), 32)))
                .put("y", base64(unsigned(key.getW().getAffineY(), 32)));
    }

    /** Claims of a good token for a day. */
    public static JsonObject claims(String subject, Role role) {
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", subject)
                .put("role", role.name().toLowerCase(Locale.ROOT))
                .put("exp", TokenForger.nowSeconds() + 86_400);
    }

    /** A good token. */
    public String token(String subject, Role role) {
        return sign(claims(subject, role));
    }

    public String sign(JsonObject claims) {
        return sign(new JsonObject().put("alg", algorithm).put("kid", keyId), claims);
    }

    public String sign(JsonObject header, JsonObject claims) {
        String unsigned = base64(header.encode().getBytes(StandardCharsets.UTF_8))
                + '.'
                + base64(claims.encode().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance(jdkName());
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
            return unsigned + '.' + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String jdkName() {
        return switch (algorithm) {
            case "RS256" -> "SHA256withRSA";
            case "PS256" -> "RSASSA-PSS";
            default -> "SHA256withECDSAinP1363Format";
        };
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        byte[] exact = new byte[length];
        int kept = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - kept, exact, length - kept, kept);
        return exact;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
