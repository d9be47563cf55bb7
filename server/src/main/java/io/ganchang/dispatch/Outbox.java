package io.ganchang.dispatch;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.SinkLag;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger still has for one sink. The order of its steps is what at-least-once rests on: take a batch, deliver it,
 * and only then say so.
 */
final class Outbox {
    private final Ledger ledger;
    private final String sink;

    Outbox(Ledger ledger, String sink) {
        this.ledger = ledger;
        this.sink = sink;
    }

    /**
     * The next events of a session.
     *
     * @param fromSeq where the sink's cursor is
     * @param toSeq where it is once {@code events} are delivered
     * @param deliveredSeq last event that was delivered, at or below the cursor; 0 for none
     * @param events those that go out, perhaps none
     */
    record Batch(SessionId session, long fromSeq, long toSeq, long deliveredSeq, List<OutboundEvent> events) {}

    /** The sessions that have events for the sink. */
    List<SinkLag> lagging() {
        return ledger.lagging(sink);
    }

    /** @throws IllegalArgumentException where an event is broken */
    Batch next(SinkLag lag, int eventsMax) {
        List<OutboundEvent> outbound = new ArrayList<>();
        long toSeq = lag.seq();
        for (Event event : ledger.eventsWithDelivery(lag.session(), lag.seq(), eventsMax)) {
            CloudEvents.of(event).ifPresent(outbound::add);
            toSeq = event.seq();
        }
        long deliveredSeq =
                outbound.isEmpty() ? lag.seq() : ledger.lastSeqOf(lag.session(), CloudEvents.types(), lag.seq());
        return new Batch(lag.session(), lag.seq(), toSeq, deliveredSeq, outbound);
    }

    /** Notes that {@code batch} is delivered. */
    void delivered(Batch batch) {
        ledger.moveSink(sink, batch.session(), batch.fromSeq(), batch.toSeq());
    }
}
