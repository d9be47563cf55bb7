package io.ganchang.payment;

import io.ganchang.ledger.OpenRefunds;
import java.util.concurrent.atomic.LongAdder;

/** What a carrier of refunds has done, and what it saw last. The carrier writes, any thread may read. */
public final class RefundCounts {
    private final LongAdder done = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile OpenRefunds.Counts open = new OpenRefunds.Counts(0, 0);

    /** Refunds that were carried out; one that was carried out again counts again. */
    public long done() {
        return done.sum();
    }

    /** Attempts that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Refunds that are to be carried out, of all servers. */
    public long due() {
        return open.due();
    }

    /** Refunds that wait for a person, of all servers. */
    public long stuck() {
        return open.stuck();
    }

    void countDone() {
        done.increment();
    }

    void countFailure() {
        failures.increment();
    }

    void saw(OpenRefunds.Counts counts) {
        open = counts;
    }
}
