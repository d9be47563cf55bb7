package io.ganchang.redis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the redis-server on a socket is ready for commands.
 *
 * @param closing counted down when waiting shall end
 */
record RedisReadiness(RedisFolder folder, CountDownLatch closing) {
    private static final Logger LOG = LoggerFactory.getLogger(RedisReadiness.class);
    private static final long POLL_MS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Until it answers for the first time. */
    private static final long ANSWER_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    /** While it says that it is loading its data, of which there may be gigabytes. */
    private static final long LOADING_NANOS_MAX = TimeUnit.MINUTES.toNanos(15);

    /**
     * @param mayCome whether there is still something to wait for
     * @throws RedisStartException where it does not get ready; the end of its log is in the message
     */
    RunningRedis await(BooleanSupplier mayCome) {
        long begun = System.nanoTime();
        long nanosMax = ANSWER_NANOS_MAX;
        String trouble = "not asked";
        while (System.nanoTime() - begun < nanosMax && mayCome.getAsBoolean() && !isClosing()) {
            try {
                Optional<RunningRedis> ready = ask();
                if (ready.isPresent()) {
                    return ready.get();
                }
                if (nanosMax < LOADING_NANOS_MAX) {
                    LOG.info("Redis loads its data");
                    nanosMax = LOADING_NANOS_MAX;
                }
                trouble = "loading its data";
            } catch (IOException e) {
                trouble = e.toString(); // of no matter while it starts
            }
        }
        throw new RedisStartException(
                "redis-server does not get ready (" + trouble + "); its log ends:\n" + folder.lastLogLines());
    }

    /** Empty while it loads its data. */
    private Optional<RunningRedis> ask() throws IOException {
        RedisProbe probe = RedisProbe.open(folder.socket(), PATIENCE);
        try {
            if (probe.isReady()) {
                return Optional.of(RunningRedis.behind(probe));
            }
        } catch (IOException e) {
            probe.close();
            throw e;
        }
        probe.close();
        return Optional.empty();
    }

    /** Pauses, unless closing has begun. */
    private boolean isClosing() {
        try {
            return closing.await(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
