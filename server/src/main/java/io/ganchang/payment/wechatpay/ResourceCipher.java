package io.ganchang.payment.wechatpay;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens the resource of a notification: {@code AEAD_AES_256_GCM} (RFC 5116) under the merchant's APIv3 key. */
final class ResourceCipher {
    /** Name of the algorithm in a notification. */
    static final String ALGORITHM = "AEAD_AES_256_GCM";

    /** Characters of an APIv3 key. */
    static final int KEY_LENGTH = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private ResourceCipher(SecretKeySpec key) {
        this.key = key;
    }

    /** The cipher under {@code key}, or empty where that is no APIv3 key. */
    static Optional<ResourceCipher> of(String key) {
        return key.matches("[\\x21-\\x7e]{" + KEY_LENGTH + "}")
                ? Optional.of(new ResourceCipher(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "AES")))
                : Optional.empty();
    }

    /**
     * What was closed, or empty where it was closed with another key, nonce or associated data, or changed since.
     *
     * @param ciphertext with the tag at its end, in base64
     */
    Optional<byte[]> open(String associatedData, String nonce, String ciphertext) {
        byte[] nonceBytes = nonce.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] closed = Base64.getDecoder().decode(ciphertext);
            // The JDK has no checked exception for what is shorter than a tag.
            if (nonceBytes.length != NONCE_BYTES || closed.length < TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonceBytes));
            cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(closed));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
