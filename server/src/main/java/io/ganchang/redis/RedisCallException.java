package io.ganchang.redis;

/**
 * A call to Redis that brought no answer. It has no stack trace: under overload there are many, and all alike.
 *
 * <p>What matters is its {@link Fate}, since the caller owes its own caller the truth.
 */
public final class RedisCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether the call may have taken effect. */
    public enum Fate {
        NOT_EXECUTED,
        UNKNOWN
    }

    private final Fate fate;

    RedisCallException(Fate fate, String message) {
        super(message, null, false, false);
        this.fate = fate;
    }

    public Fate fate() {
        return fate;
    }
}
