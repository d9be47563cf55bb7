package io.ganchang.app;

import io.ganchang.audit.AuditProgress;
import io.ganchang.domain.SessionId;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Prints a line now and then, so that a long audit is seen to go on. */
final class PrintedProgress implements AuditProgress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long lastNanos;

    PrintedProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    @Override
    public void reached(SessionId session, String what, long done, long all) {
        long now = nanoTime.getAsLong();
        if (now - lastNanos >= EVERY_NANOS) {
            lastNanos = now;
            out.printf(Locale.ROOT, "audit: %s: %,d of %,d %s%n", session, done, Math.max(done, all), what);
            out.flush();
        }
    }
}
