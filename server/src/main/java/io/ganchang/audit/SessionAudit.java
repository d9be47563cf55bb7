package io.ganchang.audit;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.audit.AuditReport.MoneyBalance;
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
    private final LedgerMoney ledgerMoney;

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
        replay = new Replay(orders, new MoneyBooks(session.id(), problems), problems);
        ledgerOrders = new LedgerOrders(ledger, session.id(), problems, progress);
        ledgerMoney = new LedgerMoney(ledger, session.id(), problems, progress);
        from.ifPresent(this::resume);
    }

    private void resume(AuditCheckpoint checkpoint) {
        checkpoints.startFrom(checkpoint);
        replay.resume(checkpoint);
        ledgerMoney.take(replay.money(), fromSeq);
        replay.money().resume(start);
        Compared taken = ledgerOrders.take(replay.orders(), replay.money(), fromSeq);
        ledgerMoney.takeLapses(replay.orders().holds(), fromSeq);
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
        return snapshot.filter(this::isInUse).isPresent()
                ? live(snapshot.get(), pages, downstream)
                : withoutPartition(downstream);
    }

    /** A partition that is closed, and that the ledger has gone on from, is only waiting to be removed. */
    private boolean isInUse(PartitionSnapshot snapshot) {
        return ledgerSeq <= snapshot.seq() || !snapshot.sessionRecord().startsWith(ClosingCheck.CLOSED_PREFIX);
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
        addWhatThereIs(List.of(scan.holds(), scan.viewers(), scan.payments(), scan.refunds()));
        return finish(proven, new Balances(offers, checks.money(), matches), events, downstream);
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
        if (ledgerSeq > 0 && !replay.isClosed()) {
            problems.add("the ledger has events of " + session.id() + " up to " + ledgerSeq
                    + ", but Redis has no partition of it");
        }
        Map<String, Pool> pools = proven.state().pools();
        PoolChecks checks = new PoolChecks(ledgerSeq, proven.state(), problems);
        List<OfferBalance> offers = checks.balances(pools, replay.orders().sums());
        boolean matches = problems.list().isEmpty();
        return finish(proven, new Balances(offers, checks.money(), matches), events, downstream);
    }

    private record Balances(List<OfferBalance> offers, List<MoneyBalance> money, boolean replayMatches) {}

    /** Sessions without holds and payments need not tell so. */
    private void addWhatThereIs(List<Compared> all) {
        all.stream().filter(one -> one.count() > 0).forEach(compared::add);
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

    private Result finish(Proven proven, Balances balances, EventsInTurn events, List<Comparison> downstream) {
        compared.add(ledgerOrders.compare(replay.orders(), replay.money(), fromSeq, events));
        addWhatThereIs(ledgerMoney.compare(replay.money(), fromSeq, events));
        MoneySums.check(replay.money().sums().byCurrency(), replay.seq(), problems);
        checkpoints.end(replay);
        compared.add(new Compared("events", replay.applied(), replay.seq()));
        Map<String, Reached> reached = compareDownstream(downstream);
        AuditReport report = new AuditReport(
                session.id(),
                proven.epoch(),
                proven.seq(),
                fromSeq,
                balances.offers(),
                balances.money(),
                balances.replayMatches(),
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
                List.of(),
                false,
                0,
                0,
                List.of(),
                List.of("the books cannot be read: " + why));
    }
}
