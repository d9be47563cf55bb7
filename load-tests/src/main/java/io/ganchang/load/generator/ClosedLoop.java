package io.ganchang.load.generator;

import io.ganchang.load.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends on each connection the next request as soon as the last is answered: how much a server can do at most.
 *
 * <p>Such a load waits for the server, so its latencies say little: for those there is the {@link OpenLoop}.
 */
public final class ClosedLoop {
    private static final long REST_MS = 10; // after a request that was not answered

    private final Wire wire;
    private final LongSupplier nanos;

    /**
     * @param wire as many connections as it has, so many requests are under way
     * @param nanos the monotonic clock
     */
    public ClosedLoop(Wire wire, LongSupplier nanos) {
        this.wire = wire;
        this.nanos = nanos;
    }

    /**
     * Opens all connections, warms up, then measures. Not on the loop.
     *
     * @param warmUp zero for none
     */
    public Measured run(Requests requests, Duration warmUp, Duration time) throws IOException, InterruptedException {
        Phase.connect(wire);
        if (!warmUp.isZero()) {
            Measured dropped = new Asking(requests, warmUp).run(warmUp);
            if (dropped.answers() == 0) {
                throw new IOException("nothing was answered in the warm-up: " + dropped.told());
            }
        }
        return new Asking(requests, time).run(time);
    }

    private final class Asking extends Phase {
        private final long timeNanos;
        private boolean over;

        Asking(Requests requests, Duration time) {
            super(wire, requests, nanos);
            this.timeNanos = time.toNanos();
        }

        @Override
        void begin() {
            for (int i = 0; i < connections(); i++) {
                send(sinceStartNanos());
            }
        }

        @Override
        void hasEnded(boolean answered) {
            if (answered) {
                again();
            } else {
                var unused = loop().schedule(this::again, REST_MS, TimeUnit.MILLISECONDS);
            }
        }

        private void again() {
            long nowNanos = sinceStartNanos();
            if (!over && nowNanos < timeNanos) {
                send(nowNanos);
            } else if (!isOpen()) {
                end();
            }
        }

        @Override
        void isOver() {
            over = true;
        }
    }
}
