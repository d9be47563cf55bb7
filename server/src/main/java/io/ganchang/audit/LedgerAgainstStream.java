package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import java.util.Optional;
import java.util.function.Function;

/**
 * Goes through all events of a session once, up to a sequence number: those of the ledger, each compared with the stream's
 * where the stream still has it, then those that only the stream has yet. Every one is replayed. Delivery data are not
 * compared.
 */
final class LedgerAgainstStream {
    private static final int EVENTS_PER_PAGE = 5_000;

    private final Ledger ledger;
    private final StreamEvents stream;
    private final Replay replay;
    private final Problems problems;

    LedgerAgainstStream(Ledger ledger, StreamEvents stream, Replay replay, Problems problems) {
        this.ledger = ledger;
        this.stream = stream;
        this.replay = replay;
        this.problems = problems;
    }

    void run(SessionId session, long lastSeq) {
        replayLedger(session, lastSeq);
        replayRest();
    }

    private void replayLedger(SessionId session, long lastSeq) {
        while (replay.seq() < lastSeq) {
            long before = replay.seq();
            for (Event event : ledger.events(session, before, EVENTS_PER_PAGE)) {
                if (event.seq() <= lastSeq) {
                    meetStream(event);
                    replay.apply(event);
                }
            }
            if (replay.seq() <= before) {
                return;
            }
        }
    }

    private void meetStream(Event stored) {
        Optional<Event> streamed = stream.peek();
        while (streamed.isPresent() && streamed.get().seq() < stored.seq()) {
            missing(streamed.get());
            streamed = stream.peek();
        }
        if (streamed.isPresent() && streamed.get().seq() == stored.seq()) {
            stream.take();
            compare(stored, streamed.get());
        }
    }

    private void replayRest() {
        for (Optional<Event> event = stream.peek(); event.isPresent(); event = stream.peek()) {
            if (event.get().seq() <= replay.seq()) {
                missing(event.get());
            } else {
                stream.take();
                replay.apply(event.get());
            }
        }
    }

    private void missing(Event streamed) {
        stream.take();
        problems.add("event " + streamed.id() + " is in the stream, but not in the ledger");
    }

    private void compare(Event stored, Event streamed) {
        differ("id", Event::id, stored, streamed);
        differ("time", Event::atMs, stored, streamed);
        differ("type", Event::type, stored, streamed);
        differ("actor", Event::actor, stored, streamed);
        differ("deltas", Event::deltas, stored, streamed);
        differ("subject", Event::subject, stored, streamed);
        differ("body", Event::body, stored, streamed);
    }

    private void differ(String what, Function<Event, Object> part, Event stored, Event streamed) {
        if (!part.apply(stored).equals(part.apply(streamed))) {
            problems.add("event " + stored.id() + ": its " + what + " differs between ledger and stream");
        }
    }
}
