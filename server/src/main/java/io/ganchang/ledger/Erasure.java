package io.ganchang.ledger;

import io.ganchang.database.Database;
import io.ganchang.database.Transaction;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.ErasureTable.Candidate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Erases delivery data: the rows go, and in the same transaction a tombstone comes for each order, after which no event and
 * no replay brings them back. An order whose sinks do not have all of it yet is left alone, since they could no longer
 * deliver it; so is one that is still held. Blocks.
 */
public final class Erasure {
    /** Most orders of one call, which is one transaction. */
    public static final int ORDERS_MAX = 500;

    private final Database database;
    private final List<String> sinks;
    private final InstantSource clock;

    /** @param sinks names of those that events are delivered to */
    public Erasure(Database database, Collection<String> sinks, InstantSource clock) {
        this.database = database;
        this.sinks = List.copyOf(sinks);
        this.clock = clock;
    }

    /** What became of one order. */
    public enum Verdict {
        /** Its delivery data are gone, or were before, or it never had any. */
        ERASED,
        /** The ledger does not know it. */
        UNKNOWN,
        /** It is held: unpaid, and perhaps to be delivered yet. */
        HELD,
        /** A sink does not have all its events yet. */
        UNDELIVERED
    }

    /**
     * Erases what may be erased of at most {@value #ORDERS_MAX} orders.
     *
     * @param reason who or what asked for it, an id
     * @param dryRun whether nothing is to be changed
     */
    public Map<OrderId, Verdict> erase(Collection<OrderId> orders, String reason, boolean dryRun) {
        if (orders.size() > ORDERS_MAX) {
            throw new IllegalArgumentException("more than " + ORDERS_MAX + " orders");
        }
        return dryRun
                ? database.inReading(transaction -> verdicts(transaction, orders))
                : database.inWriting(transaction -> {
                    Map<OrderId, Verdict> verdicts = verdicts(transaction, orders);
                    List<OrderId> granted = new ArrayList<>(verdicts.keySet());
                    granted.removeIf(order -> verdicts.get(order) != Verdict.ERASED);
                    ErasureTable.erase(transaction, granted, clock.millis(), reason);
                    return verdicts;
                });
    }

    private Map<OrderId, Verdict> verdicts(Transaction transaction, Collection<OrderId> orders) {
        Map<SessionId, Long> deliveredSeqs = new LinkedHashMap<>();
        Map<OrderId, Verdict> verdicts = new LinkedHashMap<>();
        for (OrderId order : orders) {
            long deliveredSeq =
                    deliveredSeqs.computeIfAbsent(order.session(), session -> deliveredSeq(transaction, session));
            verdicts.put(
                    order,
                    ErasureTable.find(transaction, order)
                            .map(candidate -> verdict(candidate, deliveredSeq))
                            .orElse(Verdict.UNKNOWN));
        }
        return verdicts;
    }

    private static Verdict verdict(Candidate order, long deliveredSeq) {
        if (order.erased()) {
            return Verdict.ERASED;
        }
        if (order.state() == OrderState.HELD) {
            return Verdict.HELD;
        }
        return order.seq() > deliveredSeq ? Verdict.UNDELIVERED : Verdict.ERASED;
    }

    /** Up to where every sink has the session's events. */
    private long deliveredSeq(Transaction transaction, SessionId session) {
        return sinks.stream()
                .mapToLong(sink -> SinkCursorTable.find(transaction, sink, session))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Orders that count for {@code viewer}, by id.
     *
     * @param after only those with a greater id; all, where empty
     */
    public List<OrderId> ordersOf(String viewer, Optional<SessionId> session, Optional<OrderId> after) {
        return database.inReading(transaction -> ErasureTable.ofViewer(
                transaction, viewer, session, after.map(OrderId::toString).orElse(""), ORDERS_MAX));
    }

    /** Sessions that have ended and that retention is not done with. */
    List<SessionId> endedSessions() {
        return database.inReading(ErasureTable::endedAndKept);
    }

    /** When the session ended, where it did. */
    Optional<Long> endedMs(SessionId session) {
        return database.inReading(transaction -> EventTable.lastTimeOf(transaction, session, "session.ended"));
    }

    /** What one page of {@link #eraseNext} came to: {@code last} is null behind the last page. */
    record Page(int erased, int left, @Nullable Position last) {}

    /** A place among a session's orders, in the order in which they were placed. */
    record Position(long createdMs, String id) {
        static final Position START = new Position(Long.MIN_VALUE, "");
    }

    /** Erases what may be erased of the next orders that have delivery data. */
    Page eraseNext(SessionId session, Position after, String reason) {
        return database.inWriting(transaction -> {
            long deliveredSeq = deliveredSeq(transaction, session);
            List<Candidate> page =
                    ErasureTable.withDelivery(transaction, session, after.createdMs(), after.id(), ORDERS_MAX);
            List<OrderId> granted = page.stream()
                    .filter(order -> verdict(order, deliveredSeq) == Verdict.ERASED)
                    .map(Candidate::id)
                    .toList();
            ErasureTable.erase(transaction, granted, clock.millis(), reason);
            return new Page(granted.size(), page.size() - granted.size(), end(page));
        });
    }

    private static @Nullable Position end(List<Candidate> page) {
        if (page.size() < ORDERS_MAX) {
            return null;
        }
        Candidate last = page.get(page.size() - 1);
        return new Position(last.createdMs(), last.id().toString());
    }

    /** Notes that nothing of the session is left. */
    void allErased(SessionId session) {
        database.inWriting(transaction -> {
            ErasureTable.allErased(transaction, session, clock.millis());
            return session;
        });
    }
}
