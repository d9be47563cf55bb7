package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that one call adds to the books of a closed session: what an entry of the stream is while the partition lives.
 * It bears the tag of the last entry that the partition wrote, as that is what a left-over partition is known by.
 */
final class ClosedEntry {
    private static final String NO_DELTAS = "-";

    private final LedgerCursor cursor;
    private final long nowMs;
    private final List<Event> events = new ArrayList<>();

    private ClosedEntry(LedgerCursor cursor, long nowMs) {
        this.cursor = cursor;
        this.nowMs = nowMs;
    }

    /**
     * Begins behind the last event of {@code session}; its time is never before that one's.
     *
     * @throws IllegalStateException where there is no such session, or it is not closed
     */
    static ClosedEntry begin(Transaction transaction, SessionId session, long nowMs) {
        if (SessionTable.find(transaction, session)
                .filter(StoredSession::isClosed)
                .isEmpty()) {
            throw new IllegalStateException("session " + session + " is not closed");
        }
        LedgerCursor cursor = LedgerCursorTable.find(transaction, session).orElseThrow();
        long lastMs = EventTable.page(transaction, session, cursor.seq() - 1, 1)
                .get(0)
                .atMs();
        return new ClosedEntry(cursor, Math.max(nowMs, lastMs));
    }

    SessionId session() {
        return cursor.session();
    }

    /** Time of all its events. */
    long nowMs() {
        return nowMs;
    }

    /** Number of the event to come. */
    long nextSeq() {
        return cursor.seq() + events.size() + 1;
    }

    void add(String type, String actor, String subject, String body, @Nullable String attachment) {
        EventId id = new EventId(cursor.session(), cursor.epoch(), nextSeq());
        events.add(new Event(id, nowMs, type, actor, NO_DELTAS, subject, body, attachment));
    }

    /** @throws CursorConflict where somebody else has added to the books meanwhile */
    void write(Transaction transaction) {
        LedgerBatch batch = new LedgerBatch();
        batch.add(
                cursor,
                new StreamEntry(
                        cursor.session(),
                        cursor.seq() + 1,
                        nextSeq() - 1,
                        cursor.epoch(),
                        nowMs,
                        cursor.tag(),
                        events));
        batch.write(transaction);
    }
}
