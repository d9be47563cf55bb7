package io.ganchang.load.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the callbacks of the sandbox gateway as its provider does, after <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a>.
 */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    private final byte[] secret;
    private final Clocks clocks;

    private WebhookSignature(byte[] secret, Clocks clocks) {
        this.secret = secret;
        this.clocks = clocks;
    }

    /** Reads the secret that the server generated in its data folder. */
    public static WebhookSignature of(Path data, Clocks clocks) throws IOException {
        String text = Files.readString(data.resolve("secrets/sandbox-webhook.key"), StandardCharsets.US_ASCII)
                .strip();
        if (!text.startsWith(PREFIX)) {
            throw new IOException("the sandbox's secret does not begin with " + PREFIX);
        }
        return new WebhookSignature(Base64.getDecoder().decode(text.substring(PREFIX.length())), clocks);
    }

    /** The headers of a notice that is sent now. */
    Map<String, String> headers(String notice, String body) {
        String timestamp = Long.toString(clocks.wallMs() / 1000);
        return Map.of(
                "webhook-id",
                notice,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                "v1," + sign(notice + '.' + timestamp + '.' + body));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
