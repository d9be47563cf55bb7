package io.ganchang.ledger;

import io.ganchang.config.PrivacyConfig;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Erasure.Page;
import io.ganchang.ledger.Erasure.Position;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the delivery data of sessions that ended long enough ago, now and then, on a thread of its own. What cannot be
 * erased yet, since a sink lacks it, waits for the next pass.
 */
public final class Retention implements AutoCloseable {
    /** Why the tombstones it leaves are there. */
    public static final String REASON = "retention";

    /** Most pages of one pass, so that it has an end; the next one goes on. */
    static final int PAGES_MAX = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final long PASS_EVERY_MS = TimeUnit.HOURS.toMillis(1);

    /** Between two transactions, so that sales come first. */
    private static final long PAUSE_MS = 20;

    private static final long STOP_MS_MAX = 5_000;

    private final Erasure erasure;
    private final PrivacyConfig config;
    private final InstantSource clock;
    private final WakeSignal stop = new WakeSignal();
    private final Thread thread = new Thread(this::run, "retention");
    private volatile boolean closing;

    public Retention(Erasure erasure, PrivacyConfig config, InstantSource clock) {
        this.erasure = erasure;
        this.config = config;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins with a pass. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            try {
                pass();
            } catch (RuntimeException e) {
                LOG.warn("erasing old delivery data failed and will be tried again in an hour", e);
            }
            stop.await(PASS_EVERY_MS);
        }
    }

    /** Erases what is due. Returns the number of orders whose data it erased. */
    long pass() {
        long dueMs = clock.millis() - TimeUnit.DAYS.toMillis(config.deliveryDays());
        Budget budget = new Budget();
        for (SessionId session : erasure.endedSessions()) {
            boolean due =
                    erasure.endedMs(session).filter(endedMs -> endedMs <= dueMs).isPresent();
            if (due && budget.remains()) {
                eraseAll(session, budget);
            }
        }
        if (budget.erased > 0) {
            LOG.info(
                    "erased the delivery data of {} orders, {} days after their sessions",
                    budget.erased,
                    config.deliveryDays());
        }
        return budget.erased;
    }

    /** What one pass has done and may still do. */
    private static final class Budget {
        private int pages = PAGES_MAX;
        private long erased;

        boolean remains() {
            return pages > 0;
        }

        void spend(Page page) {
            pages--;
            erased += page.erased();
        }
    }

    private void eraseAll(SessionId session, Budget budget) {
        @Nullable Position after = Position.START;
        int left = 0;
        while (after != null) {
            if (closing || !budget.remains()) {
                return;
            }
            Page page = erasure.eraseNext(session, after, REASON);
            budget.spend(page);
            left += page.left();
            after = page.last();
            stop.await(PAUSE_MS);
        }
        if (left == 0) {
            erasure.allErased(session);
        }
    }

    @Override
    public void close() {
        closing = true;
        stop.raise();
        try {
            thread.join(STOP_MS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
