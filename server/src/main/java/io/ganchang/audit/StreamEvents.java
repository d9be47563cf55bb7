package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.PartitionPages;
import io.ganchang.redis.StreamEntry;
import java.util.ArrayDeque;
import java.util.Optional;

/** A partition's events straight from its stream, first to last, a page at a time. */
final class StreamEvents {
    private final PartitionPages pages;
    private final SessionId session;
    private final ArrayDeque<Event> page = new ArrayDeque<>();
    /** Entries that end up to there are read; one that ends above it may have begun before. */
    private long read;

    private long givenSeq;
    private long firstSeq;

    /** @param afterSeq events up to there are not given */
    StreamEvents(PartitionPages pages, SessionId session, long afterSeq) {
        this.pages = pages;
        this.session = session;
        this.givenSeq = afterSeq;
        this.firstSeq = firstSeq();
        this.read = Math.max(afterSeq, firstSeq - 1);
    }

    /** The next event up to {@code seqMax} without taking it; {@code seqMax} is a number that the partition has had. */
    Optional<Event> peek(long seqMax) {
        while (page.isEmpty() && read < seqMax) {
            for (StreamEntry entry : pages.entries(session, read)) {
                entry.events().stream().filter(event -> event.seq() > givenSeq).forEach(page::add);
            }
            // Beyond what is there already a page is not finished: it is asked for again.
            long end = Math.min(read + PartitionPages.EVENTS_PER_PAGE, seqMax);
            read = page.isEmpty() ? end : Math.max(end, page.getLast().seq());
        }
        return Optional.ofNullable(page.peek()).filter(event -> event.seq() <= seqMax);
    }

    void take() {
        givenSeq = page.remove().seq();
    }

    /** Whether an event that is not in the stream was trimmed; what is below its first one was. */
    boolean isTrimmed(long seq) {
        if (seq >= firstSeq) {
            firstSeq = firstSeq(); // asked anew, since it may have been trimmed just now
        }
        return seq < firstSeq;
    }

    /** Number of the first event that the stream has; 0 where it has none. */
    private long firstSeq() {
        return pages.firstEntry(session).map(StreamEntry::first).orElse(0L);
    }
}
