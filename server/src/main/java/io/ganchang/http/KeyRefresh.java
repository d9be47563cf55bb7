package io.ganchang.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an identity provider's keys as they are at their source: reads them every so often, and at once when a token names a
 * key that is not known, which anybody can make happen, so not more often than every few seconds. What cannot be read
 * changes nothing.
 */
public final class KeyRefresh {
    /** Between two readings that tokens have caused. */
    static final long CAUSED_EVERY_SECONDS_MIN = 10;

    private static final Logger LOG = LoggerFactory.getLogger(KeyRefresh.class);

    private final Vertx vertx;
    private final KeySource source;
    private final IdentityProvider provider;
    private final LongSupplier nanoClock;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicLong causedNanos;

    /** @param nanoClock monotonic, such as {@code System::nanoTime} */
    public KeyRefresh(Vertx vertx, KeySource source, IdentityProvider provider, LongSupplier nanoClock) {
        this.vertx = vertx;
        this.source = source;
        this.provider = provider;
        this.nanoClock = nanoClock;
        this.causedNanos = new AtomicLong(nanoClock.getAsLong() - TimeUnit.SECONDS.toNanos(CAUSED_EVERY_SECONDS_MIN));
    }

    /** Reads the keys. */
    public Future<Integer> read() {
        return source.read().map(provider::replaceKeys);
    }

    /** Reads them again and again from now on, until Vert.x is closed. */
    public void start(int everySeconds) {
        vertx.setPeriodic(TimeUnit.SECONDS.toMillis(everySeconds), timer -> refresh());
        provider.onUnknownKey(this::refreshIfDue);
    }

    private void refreshIfDue() {
        long nowNanos = nanoClock.getAsLong();
        long beforeNanos = causedNanos.get();
        if (nowNanos - beforeNanos >= TimeUnit.SECONDS.toNanos(CAUSED_EVERY_SECONDS_MIN)
                && causedNanos.compareAndSet(beforeNanos, nowNanos)) {
            vertx.runOnContext(due -> refresh());
        }
    }

    private void refresh() {
        if (reading.compareAndSet(false, true)) {
            read().onFailure(this::failed).onComplete(done -> reading.set(false));
        }
    }

    private void failed(Throwable failure) {
        LOG.warn(
                "the identity provider's keys cannot be read from {}, so they stay as they are: {}",
                source.place(),
                failure.getMessage());
    }
}
