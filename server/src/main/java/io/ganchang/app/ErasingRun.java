package io.ganchang.app;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Erasure;
import io.ganchang.ledger.Erasure.Verdict;
import io.ganchang.ledger.LedgerCursor;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.SnapshotReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * One run of the erase command: which orders were erased, which were refused and why.
 *
 * <p>Before it looks at a session it waits, for a while, until the ledger has all that the session's partition had when it
 * came: an order, or an event of one, that is still only in Redis would bring its delivery data after the erasure, or miss
 * them in a sink.
 */
final class ErasingRun {
    private static final long LEDGER_WAIT_MS_MAX = 5_000;
    private static final long LEDGER_POLL_MS = 50;

    private final Books books;
    private final SnapshotReader partitions;
    private final Erasure erasure;
    private final String reason;
    private final boolean dryRun;
    private final Map<SessionId, Boolean> caughtUp = new LinkedHashMap<>();
    private final Map<String, String> refusals = new LinkedHashMap<>();
    private final Set<SessionId> sessions = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    private long erased;

    ErasingRun(Books books, SnapshotReader partitions, Erasure erasure, String reason, boolean dryRun) {
        this.books = books;
        this.partitions = partitions;
        this.erasure = erasure;
        this.reason = reason;
        this.dryRun = dryRun;
    }

    /** Orders erased, now or before. */
    long erased() {
        return erased;
    }

    /** Sessions of the orders that were erased. */
    Set<SessionId> sessions() {
        return sessions;
    }

    /** What was left alone, an order or a session, and why. */
    Map<String, String> refusals() {
        return refusals;
    }

    void eraseAll(List<OrderId> orders) {
        for (int from = 0; from < orders.size(); from += Erasure.ORDERS_MAX) {
            erasePage(orders.subList(from, Math.min(from + Erasure.ORDERS_MAX, orders.size())));
        }
    }

    /** Erases what counts for {@code viewer}; where a session lags, orders of it may be missed, and that is said. */
    void eraseOf(String viewer, Optional<SessionId> session) {
        List<SessionId> wanted = session.map(List::of)
                .orElseGet(
                        () -> books.sessions().stream().map(StoredSession::id).toList());
        wanted.stream().filter(id -> !isCaughtUp(id)).forEach(id -> refusals.put(id.value(), lagging()));
        Optional<OrderId> after = Optional.empty();
        List<OrderId> page;
        do {
            page = erasure.ordersOf(viewer, session, after);
            erasePage(page);
            after = page.isEmpty() ? after : Optional.of(page.get(page.size() - 1));
        } while (page.size() == Erasure.ORDERS_MAX);
    }

    private void erasePage(List<OrderId> orders) {
        List<OrderId> ready =
                orders.stream().filter(order -> isCaughtUp(order.session())).toList();
        orders.stream()
                .filter(order -> !isCaughtUp(order.session()))
                .forEach(order -> refusals.put(order.toString(), lagging()));
        erasure.erase(ready, reason, dryRun).forEach(this::note);
    }

    private void note(OrderId order, Verdict verdict) {
        if (verdict == Verdict.ERASED) {
            erased++;
            sessions.add(order.session());
        } else {
            refusals.put(order.toString(), sentence(verdict));
        }
    }

    private static String lagging() {
        return "has events that are only in Redis; start the server, so that it reads them, and repeat";
    }

    private static String sentence(Verdict verdict) {
        return switch (verdict) {
            case UNKNOWN -> "is not in the ledger of this data folder";
            case HELD -> "is held and may be delivered yet; cancel it, or wait until it expires, and repeat";
            case UNDELIVERED ->
                "has events that a sink does not have; let the server deliver them (see its log for a halted sink) and repeat";
            case ERASED -> throw new IllegalArgumentException("nothing is wrong with it");
        };
    }

    private boolean isCaughtUp(SessionId session) {
        return caughtUp.computeIfAbsent(session, this::catchUp);
    }

    private boolean catchUp(SessionId session) {
        // A closed session has no partition, and the ledger has all of it.
        long wantedSeq = partitions.lastSeq(session).orElse(0);
        for (long waitedMs = 0; ledgerSeq(session) < wantedSeq; waitedMs += LEDGER_POLL_MS) {
            if (waitedMs >= LEDGER_WAIT_MS_MAX || !pause()) {
                return false;
            }
        }
        return true;
    }

    private long ledgerSeq(SessionId session) {
        return books.ledger().cursor(session).map(LedgerCursor::seq).orElse(0L);
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LEDGER_POLL_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
