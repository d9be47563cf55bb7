package io.ganchang.redis;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/** Reads the files that go with a Redis's address. What is in them is never in a message. */
final class RedisFiles {
    private static final int BYTES_MAX = 1 << 20;

    private RedisFiles() {}

    /** @throws RedisUnavailable where it has not exactly one line */
    static String password(Path file) {
        List<String> lines = read("redis.passwordFile", file).lines().toList();
        if (lines.size() != 1 || lines.get(0).isBlank()) {
            throw new RedisUnavailable("redis.passwordFile " + file + " must have one line, the password");
        }
        return lines.get(0);
    }

    /** @throws RedisUnavailable where it holds no certificates */
    static byte[] certificates(Path file) {
        byte[] pem = read("redis.caFile", file).getBytes(StandardCharsets.US_ASCII);
        try {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .isEmpty()) {
                return pem;
            }
        } catch (CertificateException e) {
            throw new RedisUnavailable("redis.caFile " + file + " must hold PEM certificates", e);
        }
        throw new RedisUnavailable("redis.caFile " + file + " must hold PEM certificates");
    }

    private static String read(String key, Path file) {
        try {
            if (Files.size(file) <= BYTES_MAX) {
                return Files.readString(file);
            }
        } catch (IOException e) {
            throw new RedisUnavailable(key + " " + file + " cannot be read: " + e, e);
        }
        throw new RedisUnavailable(key + " " + file + " is longer than " + BYTES_MAX + " bytes");
    }
}
