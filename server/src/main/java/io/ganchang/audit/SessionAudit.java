package io.ganchang.audit;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.audit.AuditReport.OfferBalance;
import io.ganchang.audit.Comparison.Reached;
import io.ganchang.domain.Pool;
import io.ganchang.ledger.AuditCheckpoint;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerCursor;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.PartitionPages;
import io.ganchang.redis.PartitionSnapshot;
import io.ganchang.redis.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One audit of one session, from the choice of where to begin to the report. */
final class SessionAudit {
    private static final String CLOSED_PREFIX = "closed ";

    private final Ledger ledger;
    private final StoredSession session;
    private final AuditProgress progress;
    private final Problems problems = new Problems();
    private final List<Compared> compared = new ArrayList<>();
    private final long ledgerSeq;
    private final Checkpoints checkpoints;
    private final long fromSeq;
    private final VerifiedState start;
    private final Replay replay;
    private final LedgerOrders ledgerOrders;

    SessionAudit(Ledger ledger, StoredSession session, AuditDepth depth, AuditProgress progress) {
        this.ledger = ledger;
        this.session = session;
        this.progress = progress;
        // Read before the partition, which then must have all of it.
        ledgerSeq = ledger.cursor(session.id()).map(LedgerCursor::seq).orElse(0L);
        checkpoints = new Checkpoints(ledger.checkpoints(session.id()), problems);
        Optional<AuditCheckpoint> from = depth == AuditDepth.FULL
                ? Optional.empty()
                : checkpoints.last(session.epoch()).filter(checkpoint -> checkpoint.seq() <= ledgerSeq);
        fromSeq = from.map(AuditCheckpoint::seq).orElse(0L);
        start = from.map(checkpoint -> VerifiedState.parse(checkpoint.document()))
                .orElse(VerifiedState.NOTHING);
        OrderStates orders = new OrderStates(session.id(), from.isEmpty(), problems);
        replay = new Replay(orders, problems);
        ledgerOrders = new LedgerOrders(ledger, session.id(), problems, progress);
        from.ifPresent(this::resume);
    }

    private void resume(AuditCheckpoint checkpoint) {
        checkpoints.startFrom(checkpoint);
        replay.resume(checkpoint);
        Compared taken = ledgerOrders.take(replay.orders(), fromSeq);
        compared.add(new Compared("orders in the ledger, unchanged since the checkpoint", taken.count(), taken.seq()));
    }

    /**
     * What is found, and what may be kept of it.
     *
     * @param checkpoint empty where there is a difference
     */
    record Result(AuditReport report, Optional<Proven> checkpoint) {}

    /** What was true at {@code seq}. */
    record Proven(long seq, long epoch, String chain, VerifiedState state) {}

    Result run(SnapshotReader snapshots, PartitionPages pages, List<Comparison> downstream) {
        Optional<PartitionSnapshot> snapshot = snapshots.read(session.id());
        return snapshot.isPresent() ? live(snapshot.get(), pages, downstream) : withoutPartition(downstream);
    }

    private Result live(PartitionSnapshot snapshot, PartitionPages pages, List<Comparison> downstream) {
        checkStanding(snapshot);
        StreamEvents stream = new StreamEvents(pages, session.id(), fromSeq);
        EventsInTurn events = events(Optional.of(stream));
        events.advanceTo(snapshot.seq());
        Proven proven = proven(snapshot.seq(), snapshot.epoch());
        PoolChecks checks = new PoolChecks(snapshot.seq(), proven.state(), problems);
        Map<String, Pool> pools = snapshot.pools();
        boolean matches = checks.matches(pools) && replay.seq() == snapshot.seq();
        List<OfferBalance> offers = checks.balances(pools, replay.orders().sums());
        checks.compareRecords(snapshot);
        compared.add(new Compared("pools and offers", pools.size() + (long) offers.size(), snapshot.seq()));
        PartitionScan scan = new PartitionScan(pages, session.id(), events, replay, problems, progress);
        compared.add(scan.orders());
        compared.add(scan.taken());
        return finish(proven, offers, matches, events, downstream);
    }

    private void checkStanding(PartitionSnapshot snapshot) {
        if (!snapshot.ledgerId().equals(ledger.uuid())) {
            problems.add("the partition belongs to another ledger, " + snapshot.ledgerId());
        }
        if (ledgerSeq > snapshot.seq()) {
            problems.add("the ledger has events up to " + ledgerSeq + ", but the partition is at " + snapshot.seq()
                    + ": Redis has fallen back");
        }
        snapshot.frozen().ifPresent(why -> problems.add("the session is frozen at " + snapshot.seq() + ": " + why));
    }

    /** A session that was born, and no more, has no partition and no events; one that is closed has no partition. */
    private Result withoutPartition(List<Comparison> downstream) {
        EventsInTurn events = events(Optional.empty());
        if (ledgerSeq > 0) {
            events.advanceTo(ledgerSeq);
        }
        Proven proven = proven(ledgerSeq, session.epoch());
        if (ledgerSeq > 0 && !proven.state().session().startsWith(CLOSED_PREFIX)) {
            problems.add("the ledger has events of " + session.id() + " up to " + ledgerSeq
                    + ", but Redis has no partition of it");
        }
        Map<String, Pool> pools = proven.state().pools();
        PoolChecks checks = new PoolChecks(ledgerSeq, proven.state(), problems);
        List<OfferBalance> offers = checks.balances(pools, replay.orders().sums());
        return finish(proven, offers, problems.list().isEmpty(), events, downstream);
    }

    private EventsInTurn events(Optional<StreamEvents> stream) {
        return new EventsInTurn(ledger, session.id(), stream, replay, checkpoints, problems, progress);
    }

    private Proven proven(long seq, long epoch) {
        if (replay.orders().size() < start.orders()) {
            problems.add("at " + seq + " there are " + replay.orders().size() + " orders, but at the checkpoint at "
                    + fromSeq + " there were " + start.orders());
        }
        return new Proven(seq, epoch, replay.chain(), replay.state());
    }

    private Result finish(
            Proven proven,
            List<OfferBalance> offers,
            boolean matches,
            EventsInTurn events,
            List<Comparison> downstream) {
        compared.add(ledgerOrders.compare(replay.orders(), fromSeq, events));
        checkpoints.end(replay);
        compared.add(new Compared("events", replay.applied(), replay.seq()));
        Map<String, Reached> reached = compareDownstream(downstream);
        AuditReport report = new AuditReport(
                session.id(),
                proven.epoch(),
                proven.seq(),
                fromSeq,
                offers,
                matches,
                replay.orders().size(),
                replay.applied(),
                compared,
                problems.list());
        boolean worthKeeping = report.ok() && proven.seq() > checkpoints.lastSeq();
        Proven kept = new Proven(
                proven.seq(), proven.epoch(), proven.chain(), proven.state().withDownstream(reached));
        return new Result(report, worthKeeping ? Optional.of(kept) : Optional.empty());
    }

    private Map<String, Reached> compareDownstream(List<Comparison> downstream) {
        Map<String, Reached> reached = new TreeMap<>();
        for (Comparison comparison : downstream) {
            Reached before = start.downstream().getOrDefault(comparison.name(), Reached.NOTHING);
            Reached now = comparison.compare(session.id(), before, problems);
            compared.add(new Compared(comparison.name(), now.compared() - before.compared(), now.seq()));
            reached.put(comparison.name(), now);
        }
        return reached;
    }

    /** Where nothing could be compared: a report of that alone. */
    static AuditReport unreadable(StoredSession session, String why) {
        return new AuditReport(
                session.id(),
                session.epoch(),
                0,
                0,
                List.of(),
                false,
                0,
                0,
                List.of(),
                List.of("the books cannot be read: " + why));
    }
}
