package io.ganchang.load;

import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Tally;
import io.ganchang.load.traffic.Tally.Count;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One line each second while the buyers come, and one for everything that happens. */
final class Progress {
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final Tally tally;
    private final Clocks clocks;
    private final long startNanos;
    private volatile boolean running;

    Progress(PrintStream out, Tally tally, Clocks clocks) {
        this.out = out;
        this.tally = tally;
        this.clocks = clocks;
        this.startNanos = clocks.nanos();
    }

    void event(String text) {
        out.println(String.format(Locale.ROOT, "%7.1f s  %s", seconds(), text));
    }

    void begin() {
        running = true;
        Thread thread = new Thread(this::run, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    void end() {
        running = false;
    }

    private void run() {
        long sentBefore = tally.get(Count.SENT);
        LockSupport.parkNanos(EACH_NANOS);
        while (running) {
            long sent = tally.get(Count.SENT);
            event(line(sent, sent - sentBefore));
            sentBefore = sent;
            LockSupport.parkNanos(EACH_NANOS);
        }
    }

    private String line(long sent, long perSecond) {
        return String.format(
                Locale.ROOT,
                "sent %,d (%,d/s)  acked %,d  refused %,d  unknown %,d  in flight %,d  p99 %.1f ms",
                sent,
                perSecond,
                tally.get(Count.ACKED),
                tally.refused(),
                tally.get(Count.UNKNOWN),
                tally.inFlight(),
                tally.latencyMicros().getValueAtPercentile(99) / 1000.0);
    }

    private double seconds() {
        return (clocks.nanos() - startNanos) / 1e9;
    }
}
