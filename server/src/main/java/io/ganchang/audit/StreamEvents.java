package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.StreamEntry;
import java.util.ArrayDeque;
import java.util.Optional;

/** A partition's events straight from its stream, first to last, a page at a time. */
final class StreamEvents {
    private static final int ENTRIES_PER_PAGE = 500;

    private final EventTail tail;
    private final SessionId session;
    private final long lastSeq;
    private final ArrayDeque<Event> page = new ArrayDeque<>();
    private long read;

    /** @param lastSeq the last event to give */
    StreamEvents(EventTail tail, SessionId session, long lastSeq) {
        this.tail = tail;
        this.session = session;
        this.lastSeq = lastSeq;
    }

    /** The next event without taking it, or empty at the end. */
    Optional<Event> peek() {
        if (page.isEmpty() && read < lastSeq) {
            for (StreamEntry entry : tail.read(session, read, ENTRIES_PER_PAGE)) {
                entry.events().stream().filter(event -> event.seq() <= lastSeq).forEach(page::add);
                read = entry.last();
            }
            if (page.isEmpty()) {
                read = lastSeq;
            }
        }
        return Optional.ofNullable(page.peek());
    }

    void take() {
        page.remove();
    }
}
