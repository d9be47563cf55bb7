package io.ganchang.app;

import io.ganchang.domain.Role;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens by hand, independently of the code under test: good ones, and whatever an attacker would send. */
public final class TokenForger {
    private static final String HEADER = "{\"typ\":\"JWT\",\"alg\":\"HS256\"}";
    private static final long DAY_SECONDS = 86_400;

    private final byte[] key;

    public TokenForger(byte[] key) {
        this.key = key.clone();
    }

    /** A good token for a day; a partner's channel is {@code store}. */
    public String token(Role role, String subject) {
        String channel = role == Role.PARTNER ? ",'channel':'store'" : "";
        return sign(claims(subject, role, channel));
    }

    /** Claims of a token for a day; {@code more} begins with a comma where it is not empty. With {@code '} for {@code "}. */
    public static String claims(String subject, Role role, String more) {
        return "{'iss':'ganchang','sub':'" + subject + "','role':'"
                + role.name().toLowerCase(Locale.ROOT) + "','exp':" + (nowSeconds() + DAY_SECONDS) + more + "}";
    }

    public static long nowSeconds() {
        return Instant.now().getEpochSecond();
    }

    public String sign(String claims) {
        return sign(HEADER, claims);
    }

    public String sign(String header, String claims) {
        String unsigned = base64(header) + '.' + base64(claims);
        return unsigned + '.' + encode(hmac(unsigned));
    }

    public static String base64(String text) {
        return encode(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
