package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes a replay through a session's events, each once, from ledger and stream: an event that both have is compared, one
 * that only one of them may have yet or still is taken from there. Delivery data are not compared.
 */
final class EventsInTurn {
    private static final int EVENTS_PER_PAGE = 5_000;

    private final Ledger ledger;
    private final SessionId session;
    private final Optional<StreamEvents> stream;
    private final Replay replay;
    private final Checkpoints checkpoints;
    private final Problems problems;
    private final AuditProgress progress;
    private final ArrayDeque<Event> stored = new ArrayDeque<>();
    private long readSeq;

    /** @param stream empty where the partition is closed */
    EventsInTurn(
            Ledger ledger,
            SessionId session,
            Optional<StreamEvents> stream,
            Replay replay,
            Checkpoints checkpoints,
            Problems problems,
            AuditProgress progress) {
        this.ledger = ledger;
        this.session = session;
        this.stream = stream;
        this.replay = replay;
        this.checkpoints = checkpoints;
        this.problems = problems;
        this.progress = progress;
        this.readSeq = replay.seq();
    }

    /** Replays all up to {@code seq}, a number that the partition or the ledger has had. */
    void advanceTo(long seq) {
        advance(seq);
        replay.money().settle(); // numbers that are compared lie between calls, where the books must fit
    }

    private void advance(long seq) {
        while (replay.seq() < seq) {
            if (stored.isEmpty()) {
                readLedger();
            }
            boolean ledgerIsBehind = stored.isEmpty();
            if (!replayPage(seq) && ledgerIsBehind) {
                problems.add("at " + seq + " the events end at " + replay.seq());
                return;
            }
            progress.reached(session, "events", replay.seq(), seq);
        }
    }

    private void readLedger() {
        readSeq = Math.max(readSeq, replay.seq());
        stored.addAll(ledger.events(session, readSeq, EVENTS_PER_PAGE));
        if (!stored.isEmpty()) {
            readSeq = stored.getLast().seq();
        }
    }

    /**
     * Replays what is read of the ledger, with what the stream has of it, or, where nothing is read, a page of the stream
     * alone.
     *
     * @return whether there was an event
     */
    private boolean replayPage(long seqMax) {
        boolean streamAlone = stored.isEmpty();
        int replayed = 0;
        while (streamAlone ? replayed < EVENTS_PER_PAGE : !stored.isEmpty()) {
            Optional<Event> event = next(seqMax);
            if (event.isEmpty()) {
                break;
            }
            replay.apply(event.get());
            checkpoints.meet(replay);
            replayed++;
        }
        return replayed > 0;
    }

    private Optional<Event> next(long seqMax) {
        Optional<Event> storedNext = Optional.ofNullable(stored.peek()).filter(event -> event.seq() <= seqMax);
        Optional<Event> streamed = stream.flatMap(events -> events.peek(seqMax));
        if (storedNext.isEmpty()) {
            streamed.ifPresent(event -> takeStreamed());
            return streamed;
        }
        Event event = storedNext.get();
        if (streamed.isPresent() && streamed.get().seq() < event.seq()) {
            problems.add("event " + streamed.get().id() + " is in the stream, but not in the ledger");
            takeStreamed();
            return streamed;
        }
        stored.remove();
        if (streamed.isPresent() && streamed.get().seq() == event.seq()) {
            compare(event, streamed.get());
            takeStreamed();
        } else {
            missInStream(event);
        }
        return storedNext;
    }

    private void takeStreamed() {
        stream.ifPresent(StreamEvents::take);
    }

    /** What comes after the closing is the ledger's own. */
    private void missInStream(Event event) {
        if (!replay.isClosed() && stream.isPresent() && !stream.get().isTrimmed(event.seq())) {
            problems.add("event " + event.id() + " is in the ledger, but not in the stream");
        }
    }

    private void compare(Event event, Event streamed) {
        for (Part part : PARTS) {
            if (!part.of().apply(event).equals(part.of().apply(streamed))) {
                problems.add("event " + event.id() + ": its " + part.name() + " differs between ledger and stream");
            }
        }
    }

    private record Part(String name, Function<Event, Object> of) {}

    private static final List<Part> PARTS = List.of(
            new Part("id", Event::id),
            new Part("time", Event::atMs),
            new Part("type", Event::type),
            new Part("actor", Event::actor),
            new Part("deltas", Event::deltas),
            new Part("subject", Event::subject),
            new Part("body", Event::body),
            new Part("attachment", EventsInTurn::attachment));

    private static Object attachment(Event event) {
        return event.isOfOrder() ? Optional.empty() : Optional.ofNullable(event.attachment());
    }
}
