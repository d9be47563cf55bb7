package io.ganchang.config;

/**
 * The embedded Redis and the connections to it.
 *
 * @param memoryBytesMax its {@code maxmemory}
 * @param replyTimeoutMs a call without a reply for this long is given up with its connection; its outcome is unknown
 * @param reconnectDelayMsMin first wait before connecting again; it doubles, with jitter
 * @param reconnectDelayMsMax longest wait before connecting again
 */
public record RedisConfig(long memoryBytesMax, int replyTimeoutMs, int reconnectDelayMsMin, int reconnectDelayMsMax) {
    private static final long MEMORY_BYTES_MIN = 64L << 20;
    private static final long MEMORY_BYTES_MAX = 1L << 40;

    static RedisConfig from(Section section) {
        return new RedisConfig(
                section.number("memoryBytesMax", MEMORY_BYTES_MIN, MEMORY_BYTES_MAX),
                section.integer("replyTimeoutMs", 100, 60_000),
                section.integer("reconnectDelayMsMin", 1, 60_000),
                section.integer("reconnectDelayMsMax", 1, 60_000));
    }
}
