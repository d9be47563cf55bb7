package io.ganchang.redis;

import io.ganchang.domain.Words;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server knows of its Redis: whether acknowledged orders are safe there. Shared by all links, each of which
 * tells what its handshake found; logs what changes. Thread-safe.
 */
public final class RedisStanding {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStanding.class);

    private volatile Finding last =
            new Finding(Durability.UNSAFE, List.of("Redis has not been asked for its settings"));

    /** Whether acknowledged orders are safe, as the latest handshake found it. */
    public enum Durability {
        /** The settings lose no order. */
        CHECKED,
        /** Redis does not tell its settings, and the operator vouches for them. */
        ASSUMED,
        /** They can lose orders, or nobody knows. */
        UNSAFE
    }

    private record Finding(Durability durability, List<String> problems) {}

    /** The word for it. */
    public String durability() {
        return Words.of(last.durability());
    }

    public boolean is(Durability durability) {
        return last.durability() == durability;
    }

    /** What is wrong, one line each with what to change; empty where nothing is. */
    public List<String> problems() {
        return last.problems();
    }

    void checked() {
        if (isNew(Durability.CHECKED, List.of())) {
            LOG.info("Redis's settings lose no order");
        }
    }

    /** @param why what Redis said instead of its settings */
    void assumed(String why) {
        if (isNew(Durability.ASSUMED, List.of())) {
            LOG.warn("Redis does not tell its settings ({}); redis.assumeDurable takes them for durable", why);
        }
    }

    /** @param used whether orders are sold nevertheless */
    void unsafe(List<String> problems, boolean used) {
        if (isNew(Durability.UNSAFE, List.copyOf(problems))) {
            LOG.warn(
                    "{}: {}",
                    used
                            ? "REDIS CAN LOSE ACKNOWLEDGED ORDERS, and redis.allowUnsafe sells on it; for rehearsals only"
                            : "Redis can lose acknowledged orders, so nothing is sold until that is put right",
                    String.join("; ", problems));
        }
    }

    private synchronized boolean isNew(Durability durability, List<String> problems) {
        Finding before = last;
        last = new Finding(durability, problems);
        return !last.equals(before);
    }
}
