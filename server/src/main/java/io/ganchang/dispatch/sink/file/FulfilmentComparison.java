package io.ganchang.dispatch.sink.file;

import io.ganchang.audit.Comparison;
import io.ganchang.audit.Problems;
import io.ganchang.dispatch.CloudEvents;
import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Compares a fulfilment file with the ledger: every event that the sink is said to have is there once, in order and as it
 * was; what is there beyond the cursor is in the ledger too. Delivery data are not compared.
 */
public final class FulfilmentComparison implements Comparison {
    private static final int EVENTS_PER_PAGE = 5_000;

    private final Path folder;
    private final Ledger ledger;

    /** @param folder the file sink's */
    public FulfilmentComparison(Path folder, Ledger ledger) {
        this.folder = folder;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "lines of the fulfilment file";
    }

    @Override
    public Reached compare(SessionId session, Reached from, Problems problems) {
        long deliveredSeq = ledger.sinkSeq(FileSink.NAME, session);
        Expected expected = new Expected(session, from, deliveredSeq, problems);
        Path path = FulfilmentFile.path(folder, session);
        try {
            if (Files.exists(path)) {
                FulfilmentFile.read(path, from.bytes(), expected::meet);
            }
        } catch (IOException e) {
            problems.add("the fulfilment file cannot be read: " + e.getMessage());
            return from;
        }
        expected.missUpTo(deliveredSeq);
        return expected.reached;
    }

    /** The events that the file should have, in order, read from the ledger a page at a time. */
    private final class Expected {
        private final SessionId session;
        private final long deliveredSeq;
        private final Problems problems;
        private final ArrayDeque<Event> page = new ArrayDeque<>();
        private long read;
        /** Up to the delivered event only: what follows may go in a loss of power, and be written again. */
        private Reached reached;

        Expected(SessionId session, Reached from, long deliveredSeq, Problems problems) {
            this.session = session;
            this.read = from.seq();
            this.reached = from;
            this.deliveredSeq = deliveredSeq;
            this.problems = problems;
        }

        /** Holds a line of the file, which ends at {@code endBytes}, against the next event it should be. */
        void meet(FulfilmentLine line, long endBytes) {
            EventId id = line.id();
            while (has() && next().seq() < id.seq()) {
                problems.add("event " + page.remove().id() + " is missing in the fulfilment file");
            }
            if (!has() || next().seq() != id.seq()) {
                problems.add("event " + id + " is in the fulfilment file out of turn: twice, or not in the ledger");
                return;
            }
            Event event = page.remove();
            if (!event.id().equals(id) || !CloudEvents.isSame(event, line.line())) {
                problems.add("event " + event.id() + " differs between ledger and fulfilment file");
            }
            if (id.seq() <= deliveredSeq) {
                reached = new Reached(id.seq(), endBytes, reached.compared() + 1);
            }
        }

        /** What should be in the file by {@code seq} and did not come. */
        void missUpTo(long seq) {
            while (has() && next().seq() <= seq) {
                problems.add("event " + page.remove().id() + " is missing in the fulfilment file");
            }
        }

        private Event next() {
            return page.element();
        }

        private boolean has() {
            while (page.isEmpty()) {
                List<Event> events = ledger.events(session, read, EVENTS_PER_PAGE);
                if (events.isEmpty()) {
                    return false;
                }
                read = events.get(events.size() - 1).seq();
                events.stream().filter(CloudEvents::goesOut).forEach(page::add);
            }
            return true;
        }
    }
}
