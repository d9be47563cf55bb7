package io.ganchang.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Redis and the connections to it.
 *
 * @param url of a Redis that runs already; empty for the embedded one
 * @param passwordFile whose only line is the password
 * @param caFile PEM certificates of the authorities to trust with TLS, instead of the system's
 * @param assumeDurable whether a Redis that refuses to tell its settings is taken for durable
 * @param allowUnsafe whether to sell on settings that can lose orders: for rehearsals
 * @param memoryBytesMax of the embedded Redis
 * @param replyTimeoutMs a call without a reply for this long is given up with its connection; its outcome is unknown
 * @param reconnectDelayMsMin first wait before connecting again; it doubles, with jitter
 * @param reconnectDelayMsMax longest wait before connecting again
 */
public record RedisConfig(
        Optional<RedisUrl> url,
        Optional<Path> passwordFile,
        Optional<Path> caFile,
        boolean assumeDurable,
        boolean allowUnsafe,
        long memoryBytesMax,
        int replyTimeoutMs,
        int reconnectDelayMsMin,
        int reconnectDelayMsMax) {
    private static final long MEMORY_BYTES_MIN = 64L << 20;
    private static final long MEMORY_BYTES_MAX = 1L << 40;

    static RedisConfig from(Section section) {
        return new RedisConfig(
                url(section),
                section.optionalPath("passwordFile"),
                section.optionalPath("caFile"),
                section.flag("assumeDurable"),
                section.flag("allowUnsafe"),
                section.number("memoryBytesMax", MEMORY_BYTES_MIN, MEMORY_BYTES_MAX),
                section.integer("replyTimeoutMs", 100, 60_000),
                section.integer("reconnectDelayMsMin", 1, 60_000),
                section.integer("reconnectDelayMsMax", 1, 60_000));
    }

    private static Optional<RedisUrl> url(Section section) {
        Optional<String> text = section.optionalText("url", RedisUrl.FORM);
        try {
            return text.map(RedisUrl::parse);
        } catch (IllegalArgumentException e) {
            section.refuse("url", '"' + RedisUrl.withoutSecret(text.orElse("")) + '"', String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
