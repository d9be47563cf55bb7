package io.ganchang.ordering;

import io.ganchang.telemetry.CountsBy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How the orders of one event loop travelled, and which were turned away. The loop writes, any thread may read. */
public final class OrderCounts {
    private final LongAdder sent = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountsBy<Shed> shed = new CountsBy<>(Shed.class);

    /** Why an order is turned away before anything is sent. */
    public enum Shed {
        REDIS_DOWN,
        ORDERS_WAITING,
        LEDGER_BEHIND
    }

    /** Orders that were sent. */
    public long sent() {
        return sent.sum();
    }

    /** Calls that carried them. */
    public long calls() {
        return calls.sum();
    }

    /** Orders that wait, in a call or for one. */
    public int waiting() {
        return waiting.get();
    }

    /** Orders that were turned away because of {@code cause}. */
    public long shed(Shed cause) {
        return shed.get(cause);
    }

    void countCall(int orders) {
        sent.add(orders);
        calls.increment();
    }

    void setWaiting(int orders) {
        waiting.lazySet(orders);
    }

    void countShed(Shed cause) {
        shed.add(cause);
    }
}
