package io.ganchang.redis.embedded;

/** Redis cannot load its append-only file, and starting it again would not change that. */
public final class AofRefusedException extends RedisStartException {
    private static final long serialVersionUID = 1L;

    AofRefusedException(String message) {
        super(message);
    }
}
