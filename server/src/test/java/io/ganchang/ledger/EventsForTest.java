package io.ganchang.ledger;

import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.Keys;
import io.ganchang.redis.StreamEntry;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of one session, numbered from 1, as the function library would make them. */
public final class EventsForTest {
    /** Time of the first event; each further one is a millisecond later. */
    public static final long START_MS = 1_800_000_000_000L;

    public static final String DELIVERY =
            "{\"division\":\"330602001001\",\"name\":\"李\\n四\",\"phone\":\"13800000000\",\"street\":\"村口\"}";

    private final SessionId session;
    private final long epoch;
    private long seq;

    public EventsForTest(SessionId session) {
        this(session, 1, 0);
    }

    public EventsForTest(SessionId session, long epoch, long seq) {
        this.session = session;
        this.epoch = epoch;
        this.seq = seq;
    }

    /** The 22 characters of the {@code number}th order. */
    public static String suffix(long number) {
        return String.format("order-%016d", number);
    }

    public Event confirmed(long number, String viewer) {
        return order("order.confirmed", "c", number, viewer, "-", DELIVERY);
    }

    public Event cancelled(long number, String viewer) {
        return order("order.cancelled", "x", number, viewer, "cancelled_by_viewer", null);
    }

    private Event order(
            String type, String state, long number, String viewer, String reason, @Nullable String attachment) {
        long atMs = START_MS + seq;
        String record = String.join(
                " ",
                state,
                "abcdefghijklmnop",
                String.valueOf(seq + 1),
                String.valueOf(START_MS + number),
                String.valueOf(Math.max(0, atMs - START_MS - number)),
                "0 n 0 0 300 CNY live",
                viewer,
                "= melon-25:2:3990,kiwi:1:2500",
                reason);
        return event(type, viewer, "stock:melon-25=-2/0/2,stock:kiwi=-1/0/1", suffix(number), record, attachment);
    }

    /**
     * An order's event without deltas and delivery.
     *
     * @param money payment letter, paid and refunded
     * @param appended what follows the reason of the record
     */
    public Event moneyed(String type, String state, long number, String viewer, String money, String appended) {
        String record = String.join(
                " ",
                state,
                "abcdefghijklmnop",
                String.valueOf(seq + 1),
                String.valueOf(START_MS),
                String.valueOf(seq),
                String.valueOf(START_MS + 600_000),
                money,
                "300 CNY live",
                viewer,
                "= melon-25:2:3990,kiwi:1:2500 -");
        return event(type, viewer, "-", suffix(number), record + appended, null);
    }

    /** The number of the event to come. */
    public long nextSeq() {
        return seq + 1;
    }

    public Event started() {
        return event(
                "session.started", "host-1", "-", session.value(), "live 2 {\"title\":\"赶 场\"}", "{\"reason\":\"go\"}");
    }

    public Event event(
            String type, String actor, String deltas, String subject, String body, @Nullable String attachment) {
        seq++;
        return new Event(
                new EventId(session, epoch, seq), START_MS + seq - 1, type, actor, deltas, subject, body, attachment);
    }

    /** Leaves a number out. */
    public void skip() {
        seq++;
    }

    /** One entry of these events. */
    public static StreamEntry entry(Event... events) {
        Event first = events[0];
        return new StreamEntry(
                first.id().session(),
                first.seq(),
                events[events.length - 1].seq(),
                first.id().epoch(),
                first.atMs(),
                "0123456789abcdef",
                List.of(events));
    }

    /** Puts one entry of these events into Redis. */
    public static void add(RedisCommands<String, String> redis, Event... events) {
        add(redis, entry(events), events);
    }

    /** The same under another tag: an entry that a Redis which fell back took in place of the first one. */
    public static void addOther(RedisCommands<String, String> redis, Event... events) {
        StreamEntry first = entry(events);
        add(
                redis,
                new StreamEntry(
                        first.session(),
                        first.first(),
                        first.last(),
                        first.epoch(),
                        first.atMs(),
                        "fedcba9876543210",
                        first.events()),
                events);
    }

    private static void add(RedisCommands<String, String> redis, StreamEntry entry, Event... events) {
        List<Object> fields = new ArrayList<>(
                List.of("b", entry.first() + " " + entry.epoch() + " " + entry.atMs() + " " + entry.tag()));
        for (Event event : events) {
            fields.add("e");
            fields.add(String.join(" ", event.type(), event.actor(), event.deltas(), event.subject(), event.body()));
            if (event.attachment() != null) {
                fields.add("a");
                fields.add(event.attachment());
            }
        }
        redis.xadd(Keys.of(entry.session()).events(), new XAddArgs().id(entry.last() + "-0"), fields.toArray());
    }
}
