package io.ganchang.redis.embedded;

/** The embedded Redis cannot run. The message tells the operator why, and what to do where that is known. */
public sealed class RedisStartException extends RuntimeException permits AofRefusedException {
    private static final long serialVersionUID = 1L;

    RedisStartException(String message) {
        super(message);
    }

    RedisStartException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
