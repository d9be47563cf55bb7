package io.ganchang.payment.wechatpay;

import io.ganchang.payment.merchant.Sha256WithRsa;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/** Makes the {@code Authorization} of a request: {@code WECHATPAY2-SHA256-RSA2048}. */
final class RequestSigner {
    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
    private static final int NONCE_BYTES = 16;

    private final Credentials credentials;
    private final InstantSource clock;
    private final SecureRandom random;

    RequestSigner(Credentials credentials, InstantSource clock, SecureRandom random) {
        this.credentials = credentials;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The header's value.
     *
     * @param target path and query
     * @param body as it is sent; empty where there is none
     */
    String authorization(String method, String target, String body) {
        String nonce = nonce();
        long timestamp = Math.floorDiv(clock.millis(), 1000L);
        String message = method + '\n' + target + '\n' + timestamp + '\n' + nonce + '\n' + body + '\n';
        String signature = Sha256WithRsa.sign(credentials.privateKey(), message.getBytes(StandardCharsets.UTF_8));
        return SCHEME + " mchid=\"" + credentials.merchantId() + "\",nonce_str=\"" + nonce + "\",signature=\""
                + signature + "\",timestamp=\"" + timestamp + "\",serial_no=\"" + credentials.serial() + '"';
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
