package io.ganchang.dispatch;

import io.ganchang.domain.SessionId;
import io.ganchang.ledger.SinkLag;
import io.ganchang.telemetry.Lag;
import io.ganchang.telemetry.Lag.Position;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What a dispatcher has delivered and how far its sink is behind. The dispatcher writes, any thread may read. */
public final class SinkCounts {
    private final LongAdder events = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Lag<SessionId> lag;

    SinkCounts(LongSupplier nanoTime) {
        this.lag = new Lag<>(nanoTime);
    }

    /** Events delivered; one that is delivered again counts again. */
    public long events() {
        return events.sum();
    }

    /** Deliveries that failed. */
    public long failures() {
        return failures.sum();
    }

    /** How far the sink is behind the ledger, halted sessions included. */
    public Lag<SessionId> lag() {
        return lag;
    }

    void countDelivered(int delivered) {
        events.add(delivered);
    }

    void countFailure() {
        failures.increment();
    }

    void look(List<SinkLag> lagging) {
        lag.look(lagging.stream()
                .map(each -> new Position<>(each.session(), each.seq(), each.ledgerSeq()))
                .toList());
    }
}
