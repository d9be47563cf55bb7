package io.ganchang.payment.merchant;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Signatures by RSASSA-PKCS1-v1_5 with SHA-256 in base64: {@code SHA256-RSA2048} to WeChat Pay, {@code RSA2} to Alipay. */
public final class Sha256WithRsa {
    private static final String ALGORITHM = "SHA256withRSA";

    /** That of an RSA key of 8192 bits; no service has a longer one. */
    private static final int BASE64_LENGTH_MAX = 1_368;

    private Sha256WithRsa() {}

    /** The signature of {@code message}. */
    public static String sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key that was read cannot sign", e);
        }
    }

    /** Whether {@code base64}, which may be anything, is the signature of {@code message}. */
    public static boolean verifies(PublicKey key, byte[] message, String base64) {
        if (base64.length() > BASE64_LENGTH_MAX) {
            return false;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
