package io.ganchang.load.generator;

import io.ganchang.load.wire.Wire;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends requests when they are due, whether or not earlier ones have been answered, as a crowd does.
 *
 * <p>Latency counts from when a request was due. A server that stands still for a second so shows it to everybody who
 * was due in that second, and not only to the few whose requests were under way: counting from when a request could be
 * sent would hide that ("coordinated omission").
 */
public final class OpenLoop {
    private static final long TICK_NANOS = 50_000; // a request leaves at most so late, where the thread gets its core
    private static final int SENDS_PER_TICK_MAX = 256;

    private final Wire wire;
    private final LongSupplier nanos;

    /**
     * @param wire with all the connections that the load may use
     * @param nanos the monotonic clock
     */
    public OpenLoop(Wire wire, LongSupplier nanos) {
        this.wire = wire;
        this.nanos = nanos;
    }

    /**
     * Opens all connections, warms up, waits for what is under way, then measures. Not on the loop.
     *
     * @param warmUp {@link Load#NONE} for none
     */
    public Measured run(Requests requests, Load warmUp, Load load) throws IOException, InterruptedException {
        Phase.connect(wire);
        if (warmUp.count() > 0) {
            Measured dropped = new Sending(requests, warmUp).run(warmUp.lasting());
            if (dropped.answers() == 0) {
                throw new IOException("nothing was answered in the warm-up: " + dropped.told());
            }
        }
        return new Sending(requests, load).run(load.lasting());
    }

    private final class Sending extends Phase {
        private final Load load;
        private long sent;
        private boolean over;

        Sending(Requests requests, Load load) {
            super(wire, requests, nanos);
            this.load = load;
        }

        @Override
        void begin() {
            for (int i = 0; i < SENDS_PER_TICK_MAX && isDue(); i++) {
                send(load.arrivals().dueNanos(sent++));
            }
            if (isMore()) {
                long restNanos = load.arrivals().dueNanos(sent) - sinceStartNanos();
                var unused = loop().schedule(this::begin, Math.max(TICK_NANOS, restNanos), TimeUnit.NANOSECONDS);
            } else {
                endWhenQuiet();
            }
        }

        private boolean isMore() {
            return !over && sent < load.count();
        }

        private boolean isDue() {
            return isMore() && load.arrivals().dueNanos(sent) <= sinceStartNanos();
        }

        @Override
        void hasEnded(boolean answered) {
            endWhenQuiet();
        }

        @Override
        void isOver() {
            over = true;
            endWhenQuiet();
        }

        private void endWhenQuiet() {
            if (!isMore() && !isOpen()) {
                end();
            }
        }
    }
}
