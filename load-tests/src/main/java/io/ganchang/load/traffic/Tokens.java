package io.ganchang.load.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs JSON Web Tokens (RFC 7519, HS256) with the server's own key, one a subject and role. */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final long LIFETIME_S = 24 * 3600;

    private final byte[] key;
    private final Clocks clocks;
    private final Map<String, String> minted = new ConcurrentHashMap<>();

    private Tokens(byte[] key, Clocks clocks) {
        this.key = key;
        this.clocks = clocks;
    }

    /** Reads the key that the server generated in its data folder. */
    public static Tokens of(Path data, Clocks clocks) throws IOException {
        String text = Files.readString(data.resolve("secrets/token-hs256.key"), StandardCharsets.US_ASCII);
        return new Tokens(Base64.getUrlDecoder().decode(text.strip()), clocks);
    }

    /** A token of {@code subject} in {@code role}. */
    public String of(String role, String subject) {
        return minted.computeIfAbsent(role + ' ' + subject, unused -> mint(role, subject));
    }

    private String mint(String role, String subject) {
        long nowS = clocks.wallMs() / 1000;
        String claims = "{\"iss\":\"ganchang\",\"sub\":\"" + subject + "\",\"role\":\"" + role + "\",\"iat\":" + nowS
                + ",\"exp\":" + (nowS + LIFETIME_S) + '}';
        String signed = encode(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + '.' + encode(bytes(claims));
        return signed + '.' + encode(sign(bytes(signed)));
    }

    private byte[] sign(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
