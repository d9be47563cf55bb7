package io.ganchang.audit;

import io.ganchang.audit.AuditReport.Compared;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.PartitionPages;
import io.ganchang.redis.PartitionPages.HashPage;
import io.ganchang.redis.RefundRecord;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes through the orders, counters, holds and money of a partition while it sells. Each page comes with its sequence number, and the
 * replay follows to exactly that number before the page is compared: no record is ever too new.
 */
final class PartitionScan {
    private final PartitionPages pages;
    private final SessionId session;
    private final EventsInTurn events;
    private final Replay replay;
    private final Problems problems;
    private final AuditProgress progress;

    PartitionScan(
            PartitionPages pages,
            SessionId session,
            EventsInTurn events,
            Replay replay,
            Problems problems,
            AuditProgress progress) {
        this.pages = pages;
        this.session = session;
        this.events = events;
        this.replay = replay;
        this.problems = problems;
        this.progress = progress;
    }

    Compared orders() {
        OrderStates orders = replay.orders();
        orders.beginScan();
        long[] done = {0};
        scan(cursor -> pages.orders(session, cursor), page -> {
            page.fields().forEach((id, record) -> orders.meetPartition(id, record, page.seq()));
            done[0] += page.fields().size();
            progress.reached(session, "orders in the partition", done[0], orders.size());
        });
        orders.endPartition(replay.seq());
        return new Compared("orders in the partition", done[0], replay.seq());
    }

    Compared taken() {
        TakenUnits taken = replay.orders().taken();
        taken.beginScan();
        scan(cursor -> pages.taken(session, cursor), page -> {
            page.fields().forEach((counter, units) -> taken.meet(counter, units, page.seq()));
            progress.reached(session, "counters of limits", taken.seen(), taken.size());
        });
        taken.endScan(replay.seq());
        return new Compared("counters of limits", taken.seen(), replay.seq());
    }

    Compared holds() {
        OrderStates orders = replay.orders();
        orders.beginHolds();
        long[] done = {0};
        scan(cursor -> pages.holds(session, cursor), page -> {
            page.fields().forEach((id, untilMs) -> orders.meetHold(id, untilMs, page.seq()));
            done[0] += page.fields().size();
        });
        orders.endHolds(replay.seq());
        return new Compared("holds", done[0], replay.seq());
    }

    Compared viewers() {
        HoldCounts counts = replay.orders().holds();
        counts.beginScan();
        scan(cursor -> pages.viewers(session, cursor), page -> {
            page.fields().forEach((viewer, count) -> counts.meet(viewer, count, page.seq()));
            progress.reached(session, "counts of holds", counts.seen(), counts.size());
        });
        counts.endScan(replay.seq());
        return new Compared("counts of holds", counts.seen(), replay.seq());
    }

    Compared payments() {
        PaymentStates payments = replay.money().payments();
        payments.beginScan();
        long[] done = {0};
        scan(cursor -> pages.payments(session, cursor), page -> {
            page.fields().forEach((key, record) -> payments.meetPartition(key, record, page.seq()));
            done[0] += page.fields().size();
            progress.reached(session, "payments in the partition", done[0], payments.size());
        });
        payments.endPartition(replay.seq());
        return new Compared("payments in the partition", done[0], replay.seq());
    }

    Compared refunds() {
        RefundStates refunds = replay.money().refunds();
        refunds.beginScan();
        long[] done = {0};
        scan(cursor -> pages.refunds(session, cursor), page -> {
            page.fields().forEach((number, record) -> refunds.meetPartition(refund(number, record), page.seq()));
            done[0] += page.fields().size();
        });
        refunds.endPartition(replay.seq());
        return new Compared("refunds in the partition", done[0], replay.seq());
    }

    private Refund refund(String number, String record) {
        RefundId id = RefundId.parse(session + "-r" + number)
                .orElseThrow(() -> new IllegalArgumentException("a broken refund number"));
        return RefundRecord.parse(id, record);
    }

    private void scan(Function<Optional<String>, HashPage> read, Consumer<HashPage> compare) {
        Optional<String> cursor = Optional.empty();
        do {
            HashPage page = read.apply(cursor);
            events.advanceTo(page.seq());
            if (page.seq() < replay.seq()) {
                problems.add("the partition was at " + replay.seq() + ", and is at " + page.seq()
                        + ": Redis has fallen back");
                return;
            }
            compare.accept(page);
            cursor = page.next();
        } while (cursor.isPresent());
    }
}
