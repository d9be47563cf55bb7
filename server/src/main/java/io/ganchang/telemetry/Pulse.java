package io.ganchang.telemetry;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Notices when event loops are late, or do not turn at all. Thread-safe. */
public final class Pulse {
    /** A loop that has not turned for this long will hardly do so again. */
    public static final long SILENT_MS_MAX = 10_000;

    private static final long BEAT_MS = 500;

    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final LongSupplier nanoTime;
    private final Timing delays;

    /**
     * @param nanoTime monotonic, such as {@code System::nanoTime}
     * @param delays is told by how much each beat was late
     */
    public Pulse(LongSupplier nanoTime, Timing delays) {
        this.nanoTime = nanoTime;
        this.delays = delays;
    }

    private final class Loop {
        private final String name;
        private volatile long beatNanos = nanoTime.getAsLong();

        Loop(String name) {
            this.name = name;
        }

        void beat() {
            long nowNanos = nanoTime.getAsLong();
            delays.record(Math.max(0, nowNanos - beatNanos - TimeUnit.MILLISECONDS.toNanos(BEAT_MS)));
            beatNanos = nowNanos;
        }

        long silentMs() {
            return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - beatNanos);
        }
    }

    /** Begins to watch the event loop that calls this, until its verticle ends. */
    public void watch(Vertx vertx) {
        Loop loop = new Loop("event loop " + (loops.size() + 1));
        loops.add(loop);
        vertx.setPeriodic(BEAT_MS, id -> loop.beat());
    }

    /** The loops that do not turn, in words. */
    public List<String> silentLoops() {
        return loops.stream()
                .filter(loop -> loop.silentMs() > SILENT_MS_MAX)
                .map(loop -> loop.name + " has not turned for " + loop.silentMs() + " ms")
                .toList();
    }
}
