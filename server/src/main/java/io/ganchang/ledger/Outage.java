package io.ganchang.ledger;

import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure that may last: how long to wait before each further attempt, and a line in the log when it begins and when it
 * is over, none between. For one thread.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long DELAY_MS_MIN = 20;
    private static final long DELAY_MS_MAX = 2_000;

    private final String what;
    private final RandomGenerator random;
    private long attempts;
    private long delayMs = DELAY_MS_MIN;

    /** @param what the work, as it stands in the log */
    public Outage(String what, RandomGenerator random) {
        this.what = what;
        this.random = random;
    }

    /**
     * An attempt failed.
     *
     * @return how long to wait before the next one, in milliseconds: doubled each time up to a bound, a half of it random
     */
    public long failed(Throwable cause) {
        if (attempts == 0) {
            LOG.warn("{} fails and will be tried again", what, cause);
        }
        attempts++;
        long half = delayMs / 2;
        delayMs = Math.min(delayMs * 2, DELAY_MS_MAX);
        return half + random.nextLong(half + 1);
    }

    /** An attempt succeeded. */
    public void over() {
        if (attempts > 0) {
            LOG.info("{} works again, after {} failed attempts", what, attempts);
            attempts = 0;
            delayMs = DELAY_MS_MIN;
        }
    }
}
