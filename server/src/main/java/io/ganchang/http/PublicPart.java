package io.ganchang.http;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a JWK that make its public key (RFC 7518 §6), and no others: a secret, or a private part published by
 * mistake, is left behind.
 *
 * <p>The key is made by the JDK once, because the JWT library only warns of a key that it cannot make, and then has none.
 */
final class PublicPart {
    private static final Map<String, List<String>> MEMBERS =
            Map.of("RSA", List.of("n", "e"), "EC", List.of("crv", "x", "y"));
    private static final String P_256 = "P-256";
    private static final int RSA_BITS_MIN = 2_048;

    private PublicPart() {}

    /**
     * Type and numbers of the key, or empty where it is too weak or on another curve.
     *
     * @throws IllegalArgumentException where they make no key
     */
    static Optional<JsonObject> of(String type, JsonObject jwk) {
        JsonObject part = new JsonObject().put("kty", type);
        for (String member : MEMBERS.getOrDefault(type, List.of())) {
            if (!(jwk.getValue(member) instanceof String value)) {
                throw new IllegalArgumentException("a key lacks " + member);
            }
            part.put(member, value);
        }
        try {
            return isUsable(type, part) ? Optional.of(part) : Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a key is broken", e);
        }
    }

    private static boolean isUsable(String type, JsonObject part) throws GeneralSecurityException {
        if (type.equals("RSA")) {
            BigInteger modulus = number(part, "n");
            PublicKey key =
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, number(part, "e")));
            return key != null && modulus.bitLength() >= RSA_BITS_MIN;
        }
        if (!part.getString("crv").equals(P_256)) {
            return false;
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(number(part, "x"), number(part, "y"));
        return KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)))
                != null;
    }

    private static BigInteger number(JsonObject part, String member) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(part.getString(member)));
    }
}
