package io.ganchang.ledger;

import io.ganchang.config.LedgerConfig;
import io.ganchang.database.Database;
import io.ganchang.domain.Deadline;
import io.ganchang.domain.Failpoint;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.BrokenEntryException;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.PartitionAlarm;
import io.ganchang.redis.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries every partition's events into the ledger, on a thread of its own.
 *
 * <p>Rows and cursor go in one transaction, so an event is there once or not yet. All that has come while one transaction
 * was on its way shares the next. A session whose stream does not go on where the ledger stands is halted, loudly; the
 * others go on. Several servers may write one ledger: whose cursor was moved meanwhile reads on from there. When Redis or the database fails, it tries again for as long as it lives: the events wait in Redis.
 */
public final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final long SESSIONS_REFRESH_MS = 1_000;
    private static final int GATHER_MS = 50;
    private static final int GATHER_EVENTS_MIN = 200;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

    /** What the last transaction may take once the time to drain is over. */
    private static final Duration LAST_STEP_MAX = Duration.ofSeconds(2);

    private final Database database;
    private final EventTail tail;
    private final LedgerConfig config;
    private final PartitionAlarm alarm;
    private final LongSupplier nanoClock;
    private final Outage outage;
    private final LedgerProgress progress = new LedgerProgress();
    private final LedgerCounts counts;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final WakeSignal wake = new WakeSignal();
    private final Thread thread = new Thread(this::run, "ledger-writer");

    private final Map<SessionId, LedgerCursor> cursors = new HashMap<>();
    private long refreshedNanos;
    private volatile boolean refreshWanted;
    private volatile boolean closing;

    /** Whoever interrupts rather than stops waits for nothing. */
    private volatile Deadline drainBy;

    /**
     * @param alarm is told of every stream that has lost events
     * @param nanoClock monotonic, such as {@code System::nanoTime}
     */
    public LedgerWriter(
            Database database,
            EventTail tail,
            LedgerConfig config,
            PartitionAlarm alarm,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.database = database;
        this.tail = tail;
        this.config = config;
        this.alarm = alarm;
        this.nanoClock = nanoClock;
        this.counts = new LedgerCounts(nanoClock);
        this.outage = new Outage("writing the ledger", random);
        this.drainBy = Deadline.in(Duration.ZERO, nanoClock);
    }

    /** Runs {@code listener}, which must be quick, after every commit. */
    public void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    /** How far this is. */
    public LedgerProgress progress() {
        return progress;
    }

    /** What it writes down of itself. */
    public LedgerCounts counts() {
        return counts;
    }

    /** Whether its thread is at work; it ends only when it is closed, or by a fault of ours. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Loads the cursors, so that {@link #progress} is right from here on, and begins to read. */
    public void start() {
        refreshSessions();
        thread.start();
    }

    /** Tells of a session that is in the ledger since now; it would be noticed within a second anyway. */
    public void sessionBorn(SessionId session) {
        LOG.debug("session {} is born", session);
        refreshWanted = true;
        wake.raise();
    }

    /** Writes what is in Redis already, for a while, and stops. */
    @Override
    public void close() {
        stop(Deadline.in(DRAIN_MAX, nanoClock));
    }

    /** The same, but begins nothing new once {@code by} is over. */
    public void stop(Deadline by) {
        drainBy = by.orIn(DRAIN_MAX);
        closing = true;
        wake.raise();
        try {
            thread.join(drainBy.remainingMs() + LAST_STEP_MAX.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        while (!closing) {
            try {
                refreshIfDue();
                List<StreamEntry> entries = awaitEntries();
                int committed = takeOver(entries);
                outage.over();
                counts.countRound();
                if (entries.size() < config.entriesPerTransactionMax()) { // else more of them wait
                    gather(committed);
                }
            } catch (RuntimeException e) {
                counts.countFailure(e);
                forgetCursors();
                pause(outage.failed(e));
            }
        }
        try {
            drain();
        } catch (RuntimeException e) {
            LOG.warn("stopped before all events were in the ledger; they wait in Redis", e);
        }
    }

    /**
     * Under load a moment passes between two transactions. Each writes every page of the file that it touches, so one of many
     * events writes far fewer pages for each.
     */
    private void gather(int committed) {
        if (committed >= GATHER_EVENTS_MIN) {
            pause(GATHER_MS);
        }
    }

    private void pause(long delayMs) {
        wake.await(delayMs);
        if (Thread.interrupted()) {
            closing = true;
        }
    }

    private void refreshIfDue() {
        if (refreshWanted
                || nanoClock.getAsLong() - refreshedNanos > TimeUnit.MILLISECONDS.toNanos(SESSIONS_REFRESH_MS)) {
            refreshSessions();
        }
    }

    private void refreshSessions() {
        refreshWanted = false;
        refreshedNanos = nanoClock.getAsLong();
        List<LedgerCursor> unclosed = database.inReading(LedgerCursorTable::ofUnclosedSessions);
        Set<SessionId> open = unclosed.stream().map(LedgerCursor::session).collect(Collectors.toSet());
        cursors.keySet().retainAll(open);
        progress.retainHalted(open);
        for (LedgerCursor cursor : unclosed) {
            if (!progress.isHalted(cursor.session()) && !cursors.containsKey(cursor.session())) {
                takeUp(cursor);
            }
        }
    }

    private void takeUp(LedgerCursor cursor) {
        progress.committed(cursor.session(), cursor.seq());
        try {
            StreamContinuity.require(tail, cursor);
            cursors.put(cursor.session(), cursor);
        } catch (UnreadableStream | BrokenEntryException e) {
            halt(cursor.session(), e);
        }
    }

    /** Neither what Redis nor what the database said before a failure need hold after it. */
    private void forgetCursors() {
        cursors.clear();
        refreshWanted = true;
    }

    private List<StreamEntry> awaitEntries() {
        if (cursors.isEmpty()) {
            wake.await(SESSIONS_REFRESH_MS);
            return List.of();
        }
        Map<SessionId, Long> after = new HashMap<>();
        cursors.forEach((session, cursor) -> after.put(session, cursor.seq()));
        int share = Math.max(1, config.entriesPerTransactionMax() / after.size());
        return halting(() -> topUp(tail.await(after, share, Duration.ofMillis(config.pollMs())), share));
    }

    /** Where many sessions are idle, the few that sell get the rest of the transaction. */
    private List<StreamEntry> topUp(List<StreamEntry> shares, int share) {
        Map<SessionId, Integer> counts = new HashMap<>();
        Map<SessionId, Long> lasts = new HashMap<>();
        for (StreamEntry entry : shares) {
            counts.merge(entry.session(), 1, Integer::sum);
            lasts.put(entry.session(), entry.last());
        }
        List<StreamEntry> entries = new ArrayList<>(shares);
        lasts.forEach((session, last) -> {
            int room = config.entriesPerTransactionMax() - entries.size();
            if (room > 0 && counts.getOrDefault(session, 0) >= share) {
                entries.addAll(more(session, last, room));
            }
        });
        return entries;
    }

    private List<StreamEntry> more(SessionId session, long last, int entriesMax) {
        try {
            return tail.read(session, last, entriesMax);
        } catch (BrokenEntryException e) {
            return List.of(); // to be met again when it is the first one, with all before it in the ledger
        }
    }

    private List<StreamEntry> halting(Supplier<List<StreamEntry>> reading) {
        try {
            return reading.get();
        } catch (BrokenEntryException e) {
            halt(e.session(), e);
            return List.of();
        }
    }

    /** Writes what follows in the entries; how many events that were. */
    private int takeOver(List<StreamEntry> entries) {
        LedgerBatch batch = new LedgerBatch();
        for (StreamEntry entry : entries) {
            LedgerCursor cursor = cursors.get(entry.session());
            if (cursor != null) {
                add(batch, cursor, entry);
            }
        }
        if (!batch.isEmpty()) {
            commit(batch);
        }
        return batch.size();
    }

    private void add(LedgerBatch batch, LedgerCursor cursor, StreamEntry entry) {
        try {
            batch.add(cursor, entry);
        } catch (UnreadableStream e) {
            halt(entry.session(), e);
        }
    }

    private void commit(LedgerBatch batch) {
        long beganNanos = nanoClock.getAsLong();
        batch.reached(Failpoint.EVENTS_READ);
        try {
            database.inWriting(transaction -> {
                batch.write(transaction);
                return batch;
            });
        } catch (CursorConflict e) {
            LOG.debug("another server writes too: {}", e.getMessage());
            cursors.remove(e.session()); // read anew from where the other is; so are the others of this batch
            refreshWanted = true;
            return;
        } catch (RuntimeException e) {
            forgetCursors(); // perhaps it was committed all the same: only the database knows where they are
            throw e;
        }
        batch.reached(Failpoint.EVENTS_WRITTEN);
        counts.countCommit(batch.size(), beganNanos);
        for (LedgerCursor cursor : batch.cursors()) {
            cursors.computeIfPresent(cursor.session(), (session, before) -> cursor);
            progress.committed(cursor.session(), cursor.seq());
        }
        listeners.forEach(Runnable::run);
    }

    private void halt(SessionId session, RuntimeException cause) {
        cursors.remove(session);
        progress.halted(session, String.valueOf(cause.getMessage()));
        LOG.error("session {} is halted, its events stay in Redis: {}", session, cause.getMessage());
        if (cause instanceof StreamFellBack fellBack) {
            alarm.rolledBack(session, fellBack.epoch(), String.valueOf(fellBack.getMessage()));
        }
    }

    private void drain() {
        refreshSessions();
        boolean found = true;
        while (found && !drainBy.isOver()) {
            found = false;
            for (SessionId session : List.copyOf(cursors.keySet())) {
                found |= drain(session);
            }
        }
    }

    private boolean drain(SessionId session) {
        LedgerCursor cursor = cursors.get(session);
        if (cursor == null) {
            return false;
        }
        List<StreamEntry> entries = halting(() -> tail.read(session, cursor.seq(), config.entriesPerTransactionMax()));
        int unused = takeOver(entries);
        return !entries.isEmpty();
    }
}
