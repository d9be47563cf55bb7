package io.ganchang.redis;

import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * One entry of a partition's event stream: the events of one call.
 *
 * @param first sequence number of the first event
 * @param last sequence number of the last event, which is also the entry's id
 * @param atMs partition time of all its events
 * @param tag random mark by which this entry is told from another one with the same number
 * @param events first to last, without a gap
 */
public record StreamEntry(
        SessionId session, long first, long last, long epoch, long atMs, String tag, List<Event> events) {
    private static final String ID_SUFFIX = "-0";
    private static final int EVENT_FIELDS_MIN = 5;

    public StreamEntry {
        events = List.copyOf(events);
    }

    /**
     * The entry that Redis stores under {@code streamId}.
     *
     * @param fieldsAndValues by turns, in the order of the stream; names repeat
     * @throws BrokenEntryException where it is not an entry of {@code docs/formats.md}
     */
    static StreamEntry decode(SessionId session, String streamId, List<String> fieldsAndValues) {
        try {
            return decode(session, lastSeq(streamId), fieldsAndValues);
        } catch (IllegalArgumentException e) {
            throw new BrokenEntryException(session, streamId, String.valueOf(e.getMessage()));
        }
    }

    private static StreamEntry decode(SessionId session, long last, List<String> fieldsAndValues) {
        if (fieldsAndValues.size() < 4 || fieldsAndValues.size() % 2 != 0) {
            throw new IllegalArgumentException("no field and value for each part");
        }
        if (!fieldsAndValues.get(0).equals("b")) {
            throw new IllegalArgumentException("does not begin with field b");
        }
        FieldReader head = new FieldReader(fieldsAndValues.get(1), 4);
        long first = head.nextLong();
        long epoch = head.nextLong();
        long atMs = head.nextLong();
        String tag = head.next();
        List<Event> events = events(new EventId(session, epoch, first), atMs, fieldsAndValues);
        if (first < 1 || epoch < 1 || last - first + 1 != events.size()) {
            throw new IllegalArgumentException("numbers do not fit its " + events.size() + " events");
        }
        return new StreamEntry(session, first, last, epoch, atMs, tag, events);
    }

    private static List<Event> events(EventId first, long atMs, List<String> fieldsAndValues) {
        List<Event> events = new ArrayList<>(fieldsAndValues.size() / 2);
        Iterator<String> parts = fieldsAndValues.listIterator(2);
        boolean mayAttach = false;
        while (parts.hasNext()) {
            String field = parts.next();
            String value = parts.next();
            if (field.equals("e")) {
                events.add(
                        event(new EventId(first.session(), first.epoch(), first.seq() + events.size()), atMs, value));
                mayAttach = true;
            } else if (field.equals("a") && mayAttach) {
                events.add(withAttachment(events.remove(events.size() - 1), value));
                mayAttach = false;
            } else {
                throw new IllegalArgumentException("a field that is neither an event nor its attachment");
            }
        }
        return events;
    }

    private static Event event(EventId id, long atMs, String record) {
        FieldReader fields = new FieldReader(record, EVENT_FIELDS_MIN);
        return new Event(id, atMs, fields.next(), fields.next(), fields.next(), fields.next(), fields.rest(), null);
    }

    private static Event withAttachment(Event event, String attachment) {
        return new Event(
                event.id(),
                event.atMs(),
                event.type(),
                event.actor(),
                event.deltas(),
                event.subject(),
                event.body(),
                attachment);
    }

    private static long lastSeq(String streamId) {
        if (!streamId.endsWith(ID_SUFFIX)) {
            throw new IllegalArgumentException("its id is not a sequence number");
        }
        return FieldReader.parseLong(streamId.substring(0, streamId.length() - ID_SUFFIX.length()));
    }

    /** The id in the stream of the entry that ends with {@code seq}. */
    static String streamId(long seq) {
        return seq + ID_SUFFIX;
    }

    /** Names it without what it carries, which may be personal. */
    @Override
    public String toString() {
        return "entry " + session + ' ' + first + ".." + last + " of epoch " + epoch;
    }
}
