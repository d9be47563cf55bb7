package io.ganchang.redis;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server knows of its Redis: whether acknowledged orders are safe there, and how many of its links are up. Shared
 * by all links, each of which tells what its handshake found; logs what changes. Thread-safe.
 */
public final class RedisStanding {
    private static final Logger LOG = LoggerFactory.getLogger(RedisStanding.class);

    private final AtomicInteger linksUp = new AtomicInteger();
    private volatile Finding last =
            new Finding(Durability.UNSAFE, List.of("Redis has not been asked for its settings"));

    private enum Durability {
        CHECKED("checked"),
        ASSUMED("assumed"),
        UNSAFE("unsafe");

        private final String word;

        Durability(String word) {
            this.word = word;
        }
    }

    private record Finding(Durability durability, List<String> problems) {}

    /**
     * {@code checked}: the settings lose no order; {@code assumed}: Redis does not tell them, and the operator vouches
     * for them; {@code unsafe}: they can lose orders, or nobody knows. As the latest handshake found it.
     */
    public String durability() {
        return last.durability().word;
    }

    /** What is wrong, one line each with what to change; empty where nothing is. */
    public List<String> problems() {
        return last.problems();
    }

    /** How many of the server's links can be used now. */
    public int linksUp() {
        return linksUp.get();
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

    void linkUp() {
        linksUp.incrementAndGet();
    }

    void linkDown() {
        linksUp.decrementAndGet();
    }

    private synchronized boolean isNew(Durability durability, List<String> problems) {
        Finding before = last;
        last = new Finding(durability, problems);
        return !last.equals(before);
    }
}
