package io.ganchang.ledger;

import com.github.benmanes.caffeine.cache.Ticker;
import io.ganchang.database.Database;
import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.PartitionSnapshot;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * What the ledger knows, and the birth of sessions. It may lag behind the partitions by what its writer has not read yet.
 *
 * <p>Methods that give a stage never block and complete with {@link io.ganchang.database.DatabaseBusy} under too many
 * calls; the others block, for threads that may.
 */
public final class Ledger {
    /** Most rows that one call gives. */
    public static final int PAGE_MAX = 5_000;

    private final Database database;
    private final String uuid;
    private final LiveTotals totals;

    private Ledger(Database database, String uuid) {
        this.database = database;
        this.uuid = uuid;
        this.totals = new LiveTotals(database, Ticker.systemTicker());
    }

    /**
     * The ledger in {@code database}.
     *
     * @param uuidIfNew its identity from now on, where it has none yet
     */
    public static Ledger open(Database database, UUID uuidIfNew, InstantSource clock) {
        return new Ledger(
                database,
                database.inWriting(transaction -> LedgerTable.uuid(transaction).orElseGet(() -> {
                    LedgerTable.insert(transaction, uuidIfNew.toString(), clock.millis());
                    return uuidIfNew.toString();
                })));
    }

    /**
     * The ledger in {@code database}, which some server has opened before.
     *
     * @return empty where none has
     */
    public static Optional<Ledger> openExisting(Database database) {
        return database.inReading(LedgerTable::uuid).map(uuid -> new Ledger(database, uuid));
    }

    /** What tells this ledger from every other one. */
    public String uuid() {
        return uuid;
    }

    /**
     * Gives birth to a session, unless there is one of that id.
     *
     * @return the session that has the id now, the new one or the old
     */
    public CompletionStage<StoredSession> bear(StoredSession newborn) {
        return database.write(transaction -> {
            if (SessionTable.insertIfAbsent(transaction, newborn)) {
                LedgerCursorTable.insert(transaction, LedgerCursor.newborn(newborn.id()));
            }
            return SessionTable.find(transaction, newborn.id()).orElseThrow();
        });
    }

    public CompletionStage<Optional<StoredSession>> session(SessionId id) {
        return database.read(transaction -> SessionTable.find(transaction, id));
    }

    /**
     * Sessions by id.
     *
     * @param after only those with a greater id; all, where empty
     */
    public CompletionStage<List<StoredSession>> sessions(Optional<SessionId> after, int limit) {
        return database.read(transaction -> SessionTable.list(transaction, after, bounded(limit)));
    }

    /** Closed sessions by id; the parameters are those of {@link #sessions}. */
    public CompletionStage<List<StoredSession>> closedSessions(Optional<SessionId> after, int limit) {
        return database.read(transaction -> SessionTable.listClosed(transaction, after, bounded(limit)));
    }

    /** Sessions by id that are not closed; the parameters are those of {@link #sessions}. */
    public CompletionStage<List<StoredSession>> unclosedSessions(Optional<SessionId> after, int limit) {
        return database.read(transaction -> SessionTable.listUnclosed(transaction, after, bounded(limit)));
    }

    /** Sessions by id that ended at {@code endedMsMax} or before, and are not closed. */
    public CompletionStage<List<StoredSession>> endedSessions(long endedMsMax, Optional<SessionId> after, int limit) {
        return database.read(transaction -> SessionTable.listEnded(transaction, endedMsMax, after, bounded(limit)));
    }

    /** What partitions were in the end, those of {@code closed} that are closed sessions. At most a page. */
    public CompletionStage<Map<SessionId, PartitionSnapshot>> finalBooks(Collection<SessionId> closed) {
        List<SessionId> page = closed.stream().limit(PAGE_MAX).toList();
        return database.read(transaction -> EventTable.lastOf(transaction, page, Event.SESSION_CLOSED).stream()
                .collect(Collectors.toMap(event -> event.id().session(), PartitionSnapshot::of)));
    }

    /** How far this ledger has read the partitions of all sessions that may still have events to come. */
    public CompletionStage<List<LedgerCursor>> openCursors() {
        return database.read(LedgerCursorTable::ofUnclosedSessions);
    }

    /** The order as the last event that the ledger has of it left it. */
    public CompletionStage<Optional<OrderRow>> order(OrderId id) {
        return database.read(transaction -> OrderTable.find(transaction, id));
    }

    /**
     * Orders that {@code owner} placed, newest first.
     *
     * @param after the last order of the page before; where it is not an order of theirs, there is no next page
     */
    public CompletionStage<List<Order>> ordersOf(String owner, Optional<OrderId> after, int limit) {
        return database.read(
                transaction -> after.map(id -> OrderTable.newestAfter(transaction, owner, id, bounded(limit)))
                        .orElseGet(() -> OrderTable.newest(transaction, owner, bounded(limit))));
    }

    /**
     * Orders of {@code session} with their delivery data, newest first. A page may have fewer than {@code limit} although
     * more follow, since one search passes over a bounded number of orders.
     *
     * @param after where the page before says that it goes on; where it is no order of the session, there is no next page
     */
    public CompletionStage<OrderSearch.Page> ordersIn(
            SessionId session, OrderSearch search, Optional<OrderId> after, int limit) {
        return database.read(
                transaction -> SessionOrderTable.page(transaction, session, search, after, bounded(limit)));
    }

    /** The commands that changed {@code session} or its offers or gave money back, of events below {@code beforeSeq}, last to first. */
    public CompletionStage<List<Event>> commandsBefore(SessionId session, long beforeSeq, int limit) {
        return database.read(transaction -> EventTable.commandsBefore(transaction, session, beforeSeq, bounded(limit)));
    }

    /** What {@code session} comes to, as it was a second ago at most. */
    public CompletionStage<SessionTotals> totals(SessionId session) {
        return totals.of(session);
    }

    /** Sessions by id, on the calling thread; as {@link #sessions(Optional, int)}. Blocks. */
    public List<StoredSession> sessionsAfter(Optional<SessionId> after, int limit) {
        return database.inReading(transaction -> SessionTable.list(transaction, after, bounded(limit)));
    }

    /** How far this ledger has read the session's partition. Blocks. */
    public Optional<LedgerCursor> cursor(SessionId session) {
        return database.inReading(transaction -> LedgerCursorTable.find(transaction, session));
    }

    /** A session's events above {@code afterSeq}, first to last, those of orders without delivery data. Blocks. */
    public List<Event> events(SessionId session, long afterSeq, int limit) {
        return database.inReading(transaction -> EventTable.page(transaction, session, afterSeq, bounded(limit)));
    }

    /** As {@link #events}, and every event of an order has its delivery data attached. Blocks. */
    public List<Event> eventsWithDelivery(SessionId session, long afterSeq, int limit) {
        return database.inReading(
                transaction -> EventTable.pageWithDelivery(transaction, session, afterSeq, bounded(limit)));
    }

    /** Sequence number of the last event up to {@code seqMax} that has one of {@code types}; 0 for none. Blocks. */
    public long lastSeqOf(SessionId session, Collection<String> types, long seqMax) {
        return database.inReading(transaction -> EventTable.lastSeqOf(transaction, session, types, seqMax));
    }

    /** Sequence number of the last event that {@code sink} is done with; 0 for none. Blocks. */
    public long sinkSeq(String sink, SessionId session) {
        return database.inReading(transaction -> SinkCursorTable.find(transaction, sink, session));
    }

    /** The sessions of which the ledger has more events than {@code sink}. Blocks. */
    public List<SinkLag> lagging(String sink) {
        return database.inReading(transaction -> SinkCursorTable.lagging(transaction, sink));
    }

    /**
     * Notes that {@code sink} is done with a session's events up to {@code toSeq}. Blocks until that is on disk.
     *
     * @throws CursorConflict where its cursor is not at {@code fromSeq}
     */
    public void moveSink(String sink, SessionId session, long fromSeq, long toSeq) {
        database.inWriting(transaction -> {
            SinkCursorTable.move(transaction, sink, session, fromSeq, toSeq);
            return toSeq;
        });
    }

    /**
     * Takes a session into the next epoch. Only here are epochs made, so of all servers that find the same loss one makes it,
     * and nothing more of the epoch before goes into the ledger. Blocks.
     *
     * @return whether the session is in a later epoch now; false where there is none of that id, or it is closed
     */
    public boolean mintEpoch(SessionId session, long epoch) {
        return database.inWriting(transaction -> {
            if (SessionTable.mintEpoch(transaction, session, epoch)) {
                LedgerCursorTable.enterNextEpoch(transaction, session);
            }
            return SessionTable.isUnclosedAfter(transaction, session, epoch);
        });
    }

    /**
     * A session's orders by id, and how far the ledger was when they were read. Blocks.
     *
     * @param afterId only those with a greater id; all, where empty
     * @param aboveSeq only those whose last event lies above it
     */
    public OrderAccounts orders(SessionId session, String afterId, long aboveSeq, int limit) {
        return database.inReading(transaction -> new OrderAccounts(
                LedgerCursorTable.find(transaction, session)
                        .map(LedgerCursor::seq)
                        .orElse(0L),
                OrderTable.page(transaction, session, afterId, aboveSeq, bounded(limit))));
    }

    /** The refunds that are due. */
    public OpenRefunds openRefunds() {
        return new OpenRefunds(database);
    }

    /** The money of closed sessions, and that of none. */
    public ClosedLedger closedBooks(InstantSource clock) {
        return new ClosedLedger(database, clock);
    }

    /** The payments that name no session there is. */
    public StrayPayments strayPayments(InstantSource clock) {
        return new StrayPayments(database, clock);
    }

    /** A session's payments above {@code afterSeq}, first to last. Blocks. */
    public List<PaymentRow> payments(SessionId session, long afterSeq, int limit) {
        return database.inReading(transaction -> PaymentTable.page(transaction, session, afterSeq, bounded(limit)));
    }

    /** A session's refunds above {@code afterSeq}, first to last. Blocks. */
    public List<RefundRow> refunds(SessionId session, long afterSeq, int limit) {
        return database.inReading(transaction -> RefundTable.page(transaction, session, afterSeq, bounded(limit)));
    }

    /** A session's lapses of holds, events {@code order.expired}, above {@code afterSeq}, first to last. Blocks. */
    public List<Event> lapses(SessionId session, long afterSeq, int limit) {
        return database.inReading(transaction -> EventTable.lapses(transaction, session, afterSeq, bounded(limit)));
    }

    /** What audits have found to be true of a session, oldest first. Blocks. */
    public List<AuditCheckpoint> checkpoints(SessionId session) {
        return database.inReading(transaction -> AuditCheckpointTable.of(transaction, session));
    }

    /** Keeps what an audit has found to be true. Blocks until it is on disk, as long as a writer waits at most. */
    public void keep(AuditCheckpoint checkpoint) {
        database.inWriting(transaction -> {
            AuditCheckpointTable.insert(transaction, checkpoint);
            return checkpoint.seq();
        });
    }

    private static int bounded(int limit) {
        return Math.max(1, Math.min(limit, PAGE_MAX));
    }
}
