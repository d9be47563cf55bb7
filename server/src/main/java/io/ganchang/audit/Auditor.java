package io.ganchang.audit;

import io.ganchang.audit.AuditReport.OfferBalance;
import io.ganchang.domain.Pool;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerCursor;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.BrokenEntryException;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.PartitionSnapshot;
import io.ganchang.redis.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Audits a session: reads its pools at one sequence number, replays every event up to it from ledger and stream, and
 * compares; then lets what lies downstream be compared with the ledger.
 */
public final class Auditor {
    private static final String STOCK_PREFIX = "stock:";

    private final OffLoopRedis redis;
    private final Ledger ledger;
    private final List<Comparison> downstream;

    public Auditor(OffLoopRedis redis, Ledger ledger, List<Comparison> downstream) {
        this.redis = redis;
        this.ledger = ledger;
        this.downstream = List.copyOf(downstream);
    }

    /**
     * Audits one session. Blocks.
     *
     * @throws io.ganchang.redis.RedisUnavailable where Redis is not there
     */
    public AuditReport audit(StoredSession session) {
        Problems problems = new Problems();
        // Read before the partition, which then must have all of it.
        long ledgerSeq = ledger.cursor(session.id()).map(LedgerCursor::seq).orElse(0L);
        try (SnapshotReader snapshots = redis.openSnapshots();
                EventTail tail = redis.openTail()) {
            Optional<PartitionSnapshot> snapshot = snapshots.read(session.id());
            return snapshot.isPresent()
                    ? audit(session.id(), snapshot.get(), tail, ledgerSeq, problems)
                    : withoutPartition(session, problems);
        } catch (BrokenEntryException | IllegalArgumentException e) {
            problems.add("the books cannot be read: " + e.getMessage());
            return new AuditReport(session.id(), session.epoch(), 0, List.of(), false, problems.list());
        }
    }

    /** A session that was born, and no more, has no partition and no events. */
    private static AuditReport withoutPartition(StoredSession session, Problems problems) {
        if (session.state().isPresent()) {
            problems.add("the ledger has events of " + session.id() + ", but Redis has no partition of it");
        }
        List<String> found = problems.list();
        return new AuditReport(session.id(), session.epoch(), 0, List.of(), found.isEmpty(), found);
    }

    private AuditReport audit(
            SessionId session, PartitionSnapshot snapshot, EventTail tail, long ledgerSeq, Problems problems) {
        if (!snapshot.ledgerId().equals(ledger.uuid())) {
            problems.add("the partition belongs to another ledger, " + snapshot.ledgerId());
        }
        if (ledgerSeq > snapshot.seq()) {
            problems.add("the ledger has events up to " + ledgerSeq + ", but the partition is at " + snapshot.seq()
                    + ": Redis has fallen back");
        }
        Replay replay = new Replay(problems);
        StreamEvents stream = new StreamEvents(tail, session, snapshot.seq());
        new LedgerAgainstStream(ledger, stream, replay, problems).run(session, snapshot.seq());
        boolean matches = matches(snapshot, replay, problems);
        List<OfferBalance> offers = offers(snapshot.pools(), replay, problems);
        downstream.forEach(comparison -> comparison.compare(session, problems));
        return new AuditReport(session, snapshot.epoch(), snapshot.seq(), offers, matches, problems.list());
    }

    private static boolean matches(PartitionSnapshot snapshot, Replay replay, Problems problems) {
        boolean matches = replay.seq() == snapshot.seq();
        if (!matches) {
            problems.add("the partition is at " + snapshot.seq() + ", but its events end at " + replay.seq());
        }
        Map<String, Pool> pools = snapshot.pools();
        TreeSet<String> names = new TreeSet<>(pools.keySet());
        names.addAll(replay.pools().keySet());
        for (String name : names) {
            Pool pool = pools.get(name);
            Pool replayed = replay.pools().getOrDefault(name, Pool.EMPTY);
            if (!replayed.equals(pool)) {
                matches = false;
                problems.add("pool " + name + " is " + pool + ", but its events give " + replayed);
            }
        }
        return matches;
    }

    private static List<OfferBalance> offers(Map<String, Pool> pools, Replay replay, Problems problems) {
        List<OfferBalance> offers = new ArrayList<>();
        pools.forEach((name, pool) -> {
            if (name.startsWith(STOCK_PREFIX)) {
                offers.add(balance(name, pool, replay.total(name), problems));
            }
        });
        return offers;
    }

    private static OfferBalance balance(String name, Pool pool, long total, Problems problems) {
        long oversold = Math.max(0, pool.held() + pool.sold() - total);
        if (oversold > 0 || pool.total() != total) {
            problems.add("pool " + name + " should hold " + total + " in all, but is " + pool);
        }
        return new OfferBalance(
                name.substring(STOCK_PREFIX.length()), total, pool.available(), pool.held(), pool.sold(), oversold);
    }
}
