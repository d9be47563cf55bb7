package io.ganchang.redis;

/** A Redis over which nothing may be sold: its settings would lose orders, or its functions are not ours. */
public final class UnsafeRedisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsafeRedisException(String message) {
        super(message);
    }
}
