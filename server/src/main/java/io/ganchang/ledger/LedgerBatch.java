package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import io.ganchang.domain.Failpoint;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.StreamEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows of one transaction: entries of any number of sessions, in order within each, and the cursors they move. */
final class LedgerBatch {
    private static final String SESSION_PREFIX = "session.";
    private static final Set<String> REFUND_TYPES = Set.of(Event.REFUND_DUE, Event.REFUND_DONE);

    private final List<Event> events = new ArrayList<>();
    private final SortedMap<String, OrderRow> orders = new TreeMap<>(); // so that rows of one page come together
    private final Map<SessionId, SessionChange> sessions = new LinkedHashMap<>();
    private final List<PaymentRow> payments = new ArrayList<>();
    private final List<RefundRow> refunds = new ArrayList<>();
    private final Map<SessionId, LedgerCursor> from = new LinkedHashMap<>();
    private final Map<SessionId, LedgerCursor> to = new LinkedHashMap<>();

    /**
     * Takes the entry that follows {@code cursor} in its partition.
     *
     * @param cursor where the ledger stands; ignored where this batch has entries of that session already
     * @throws UnreadableStream where it does not follow, or cannot be read; then nothing of it is taken
     */
    void add(LedgerCursor cursor, StreamEntry entry) {
        LedgerCursor before = to.getOrDefault(entry.session(), cursor);
        requireNext(before, entry);
        Effects effects = Effects.of(entry);
        events.addAll(entry.events());
        effects.orders.forEach(row -> orders.put(row.order().id().toString(), row)); // the last one stands
        effects.sessions.forEach(change -> sessions.put(change.session(), change));
        payments.addAll(effects.payments);
        refunds.addAll(effects.refunds);
        from.putIfAbsent(entry.session(), before);
        to.put(entry.session(), before.after(entry));
    }

    private static void requireNext(LedgerCursor before, StreamEntry entry) {
        StreamContinuity.requireEpoch(before, entry);
        if (entry.epoch() != before.epoch()) {
            throw new UnreadableStream(
                    "its stream is in epoch " + entry.epoch() + ", the ledger in " + before.epoch(), null);
        }
        if (entry.first() != before.seq() + 1) {
            throw new UnreadableStream(
                    "the ledger has events up to " + before.seq() + ", its stream goes on with " + entry.first(), null);
        }
        if (entry.last() - entry.first() + 1 != entry.events().size()) {
            throw new UnreadableStream("the numbers of its " + entry + " do not fit what is in it", null);
        }
    }

    /** What the events of one entry made of orders, sessions, payments and refunds. */
    private record Effects(
            List<OrderRow> orders, List<SessionChange> sessions, List<PaymentRow> payments, List<RefundRow> refunds) {

        static Effects of(StreamEntry entry) {
            Effects effects = new Effects(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (Event event : entry.events()) {
                try {
                    effects.take(event);
                } catch (IllegalArgumentException | ArithmeticException e) {
                    throw new UnreadableStream("cannot read event " + event, e);
                }
            }
            return effects;
        }

        private void take(Event event) {
            if (event.isOfOrder()) {
                orders.add(OrderRow.of(event));
            } else if (event.type().startsWith(SESSION_PREFIX)) {
                sessions.add(SessionChange.of(event));
            } else if (event.type().equals(Event.PAYMENT_RECEIVED)) {
                payments.add(PaymentRow.of(event));
            } else if (REFUND_TYPES.contains(event.type())) {
                refunds.add(RefundRow.of(event));
            }
        }
    }

    /** Writes the rows and moves the cursors. */
    void write(Transaction transaction) {
        from.forEach((session, cursor) -> LedgerCursorTable.move(transaction, cursor, destination(session)));
        EventTable.insert(transaction, events);
        OrderTable.upsert(transaction, orders.values());
        PaymentTable.insert(transaction, payments);
        RefundTable.upsert(transaction, refunds);
        DeliveryTable.insert(transaction, events);
        SessionTable.update(transaction, sessions.values());
    }

    private LedgerCursor destination(SessionId session) {
        LedgerCursor cursor = to.get(session);
        if (cursor == null) {
            throw new IllegalStateException("a session without destination");
        }
        return cursor;
    }

    /** Passes a step with what it has of money, if anything. */
    void reached(Failpoint step) {
        if (!payments.isEmpty() || !refunds.isEmpty()) {
            step.reached();
        }
    }

    /** Where the cursors stand once this is written. */
    Collection<LedgerCursor> cursors() {
        return to.values();
    }

    /** Events in it. */
    int size() {
        return events.size();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
