package io.ganchang.dispatch;

import io.ganchang.config.FulfilmentConfig;
import io.ganchang.domain.Deadline;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.Outage;
import io.ganchang.ledger.SinkLag;
import io.ganchang.ledger.WakeSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the ledger's events to one sink, on a thread of its own.
 *
 * <p>Sessions take turns, a batch each. One that fails waits a little longer each time while the others go on; one whose
 * sink has lost events, or that has a broken event, is halted, loudly, until a person has looked and the server is
 * started anew.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

    /** What the last transaction may take once the time to drain is over. */
    private static final Duration LAST_STEP_MAX = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final Sink sink;
    private final FulfilmentConfig config;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Outage ledgerOutage;
    private final Map<SessionId, Retry> retries = new HashMap<>();
    private final Map<SessionId, String> halted = new ConcurrentHashMap<>();
    private final SinkCounts counts;
    private final WakeSignal wake = new WakeSignal();
    private final Thread thread;
    private volatile boolean closing;

    /** Whoever interrupts rather than stops waits for nothing. */
    private volatile Deadline drainBy;

    /** A session whose last delivery failed. */
    private record Retry(Outage outage, long notBeforeNanos) {}

    /** @param nanoClock monotonic, such as {@code System::nanoTime} */
    public Dispatcher(
            Ledger ledger, Sink sink, FulfilmentConfig config, LongSupplier nanoClock, RandomGenerator random) {
        this.outbox = new Outbox(ledger, sink.name());
        this.sink = sink;
        this.config = config;
        this.nanoClock = nanoClock;
        this.counts = new SinkCounts(nanoClock);
        this.random = random;
        this.ledgerOutage = new Outage("reading the ledger for sink " + sink.name(), random);
        this.drainBy = Deadline.in(Duration.ZERO, nanoClock);
        this.thread = new Thread(this::run, "dispatch-" + sink.name());
    }

    /** Begins to deliver. */
    public void start() {
        thread.start();
    }

    /** Tells that the ledger has more; it would be noticed at the next poll anyway. */
    public void wake() {
        wake.raise();
    }

    /** What it writes down of itself. */
    public SinkCounts counts() {
        return counts;
    }

    /** Name of its sink. */
    public String sink() {
        return sink.name();
    }

    /** Whether its thread is at work; it ends only when it is closed, or by a fault of ours. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** The sessions that are not delivered any more, each with the reason. */
    public Map<SessionId, String> halted() {
        return Map.copyOf(halted);
    }

    /** Delivers what the ledger has, for a while, then stops and closes the sink. */
    @Override
    public void close() {
        stop(Deadline.in(DRAIN_MAX, nanoClock));
    }

    /** The same, but begins nothing new once {@code by} is over. */
    public void stop(Deadline by) {
        drainBy = by.orIn(DRAIN_MAX);
        closing = true;
        wake.raise();
        try {
            thread.join(drainBy.remainingMs() + LAST_STEP_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        sink.close();
    }

    private void run() {
        while (!closing) {
            if (!turn()) {
                wake.await(config.pollMs());
                closing |= Thread.interrupted();
            }
        }
        while (turn() && !drainBy.isOver()) {
            LOG.debug("sink {} is being drained", sink.name());
        }
    }

    /** Gives every session that lags one batch. Whether anything was delivered. */
    private boolean turn() {
        boolean moved = false;
        for (SinkLag lag : lagging()) {
            if (isDue(lag.session())) {
                moved |= attempt(lag);
            }
        }
        return moved;
    }

    private List<SinkLag> lagging() {
        try {
            List<SinkLag> lagging = outbox.lagging();
            ledgerOutage.over();
            counts.look(lagging);
            return lagging;
        } catch (RuntimeException e) {
            wake.await(ledgerOutage.failed(e));
            return List.of();
        }
    }

    private boolean isDue(SessionId session) {
        Retry retry = retries.get(session);
        return !halted.containsKey(session) && (retry == null || nanoClock.getAsLong() - retry.notBeforeNanos >= 0);
    }

    private boolean attempt(SinkLag lag) {
        try {
            advance(lag);
        } catch (DeliveredEventsLost | IllegalArgumentException e) {
            halt(lag.session(), e);
            return false;
        } catch (IOException | RuntimeException e) {
            retryLater(lag.session(), e);
            return false;
        }
        Retry failed = retries.remove(lag.session());
        if (failed != null) {
            failed.outage.over();
        }
        return true;
    }

    private void advance(SinkLag lag) throws IOException {
        Outbox.Batch batch = outbox.next(lag, config.eventsPerBatchMax());
        if (!batch.events().isEmpty()) {
            sink.deliver(batch.session(), batch.deliveredSeq(), batch.events());
            counts.countDelivered(batch.events().size());
        }
        outbox.delivered(batch);
    }

    private void retryLater(SessionId session, Exception cause) {
        counts.countFailure();
        Retry before = retries.get(session);
        Outage outage = before != null
                ? before.outage
                : new Outage("delivering session " + session + " to sink " + sink.name(), random);
        long delayNanos = TimeUnit.MILLISECONDS.toNanos(outage.failed(cause));
        retries.put(session, new Retry(outage, nanoClock.getAsLong() + delayNanos));
    }

    private void halt(SessionId session, Exception cause) {
        halted.put(session, String.valueOf(cause.getMessage()));
        LOG.error(
                "sink {} is halted for session {}, its events stay in the ledger: {}",
                sink.name(),
                session,
                cause.getMessage());
    }
}
