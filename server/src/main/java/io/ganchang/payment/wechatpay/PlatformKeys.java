package io.ganchang.payment.wechatpay;

import io.ganchang.config.WechatPayConfig.PlatformKey;
import io.ganchang.payment.merchant.KeyFiles;
import io.ganchang.payment.merchant.Sha256WithRsa;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys that WeChat Pay signs its answers and notifications with, by the serial number of the certificate or the id of the
 * public key. While WeChat Pay changes its key both are in use, so there may be several.
 */
final class PlatformKeys {
    private static final String SERIAL = "Wechatpay-Serial";
    private static final String TIMESTAMP = "Wechatpay-Timestamp";
    private static final String NONCE = "Wechatpay-Nonce";
    private static final String SIGNATURE = "Wechatpay-Signature";

    /** What the ids of public keys begin with. */
    private static final String PUBLIC_KEY_PREFIX = "PUB_KEY_ID_";

    private static final long AGE_SECONDS_MAX = 300;
    private static final int NONCE_LENGTH_MAX = 128;
    private static final int HEXADECIMAL = 16;

    private final Map<String, PublicKey> bySerial;

    private PlatformKeys(Map<String, PublicKey> bySerial) {
        this.bySerial = bySerial;
    }

    static PlatformKeys open(List<PlatformKey> keys) {
        Map<String, PublicKey> bySerial = new LinkedHashMap<>();
        for (PlatformKey key : keys) {
            KeyFiles file = KeyFiles.of("wechatpay.platformKeys", key.file());
            String serial;
            PublicKey publicKey;
            if (key.id().isPresent()) {
                serial = key.id().get();
                publicKey = file.publicKey();
            } else {
                X509Certificate certificate = file.certificate();
                serial = certificate.getSerialNumber().toString(HEXADECIMAL).toUpperCase(Locale.ROOT);
                publicKey = certificate.getPublicKey();
            }
            if (bySerial.putIfAbsent(serial, publicKey) != null) {
                throw file.unusable("another key has its serial number or id too");
            }
        }
        return new PlatformKeys(bySerial);
    }

    /** Which of the keys an answer is to be signed with, where it is for us to say: a public key's id. */
    Optional<String> preferred() {
        return bySerial.keySet().stream()
                .filter(serial -> serial.startsWith(PUBLIC_KEY_PREFIX))
                .findFirst();
    }

    /**
     * Why something is not believed to be WeChat Pay's, or empty where it is: signed over
     * {@code timestamp \n nonce \n body \n} by the key that it names, at most five minutes from now.
     */
    Optional<String> doubt(Function<String, Optional<String>> header, Buffer body, long nowMs) {
        String timestamp = header.apply(TIMESTAMP).orElse("");
        String nonce = header.apply(NONCE).orElse("");
        if (!timestamp.matches("[0-9]{1,11}") || nonce.isEmpty() || nonce.length() > NONCE_LENGTH_MAX) {
            return Optional.of("no timestamp or nonce");
        }
        if (Math.abs(Math.floorDiv(nowMs, 1000L) - Long.parseLong(timestamp)) > AGE_SECONDS_MAX) {
            return Optional.of("more than " + AGE_SECONDS_MAX + " s from now");
        }
        @Nullable PublicKey key = bySerial.get(header.apply(SERIAL).orElse(""));
        if (key == null) {
            return Optional.of("signed with a key that wechatpay.platformKeys does not have");
        }
        byte[] message = message(timestamp, nonce, body);
        return Sha256WithRsa.verifies(key, message, header.apply(SIGNATURE).orElse(""))
                ? Optional.empty()
                : Optional.of("another signature");
    }

    private static byte[] message(String timestamp, String nonce, Buffer body) {
        return Buffer.buffer(body.length() + timestamp.length() + nonce.length() + 3)
                .appendBytes((timestamp + '\n' + nonce + '\n').getBytes(StandardCharsets.UTF_8))
                .appendBuffer(body)
                .appendByte((byte) '\n')
                .getBytes();
    }
}
