package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.PoolDelta;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.OrderAccount;
import io.ganchang.redis.OrderRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Every order as its last event left it: number of that event, state, and a digest of the record. Partition and ledger are
 * held against it.
 */
final class OrderStates {
    private static final int STATUS = 0;
    private static final int RECORD = 1;
    private static final int MADE_OF = 2;
    private static final int NUMBERS = 3;

    private static final int IN_PARTITION = 1;
    private static final int IN_LEDGER = 1 << 1;
    private static final int IN_HOLDS = 1 << 2;
    private static final int STATE_SHIFT = 3;
    private static final int STATE_MASK = 3;
    private static final int SEQ_SHIFT = 5;
    private static final List<OrderState> STATES = List.of(OrderState.values());

    private final SessionId session;
    private final boolean fromTheFirst;
    private final Digests digests = new Digests();
    private final DigestTable table = new DigestTable(NUMBERS);
    private final TakenUnits taken;
    private final StandingSums sums = new StandingSums();
    private final Problems problems;
    private final HoldCounts holds;
    private boolean scanning;
    private boolean scanningHolds;

    /** @param fromTheFirst whether every event will come; else orders may have had some before */
    OrderStates(SessionId session, boolean fromTheFirst, Problems problems) {
        this.session = session;
        this.fromTheFirst = fromTheFirst;
        this.problems = problems;
        this.taken = new TakenUnits(digests, problems);
        this.holds = new HoldCounts(digests, problems);
    }

    /** Takes an order as the ledger tells it, for audits that do not begin at the first event. */
    void take(OrderAccount account) {
        Order order =
                OrderRecord.parse(id(account.id().substring(session.value().length() + 1)), account.record());
        int row = table.put(digests.of(order.id().suffix()));
        stand(order, order.state(), 1);
        holds.take(order);
        write(row, order, account.record(), IN_LEDGER);
    }

    /**
     * Takes what an event of an order made of it, and returns that.
     *
     * @param deltas the event's
     * @param isPrepaid whether an offer, at that time, is to be paid before it is confirmed
     */
    Order apply(Event event, List<PoolDelta> deltas, Predicate<String> isPrepaid) {
        Order order = OrderRecord.parse(id(event.subject()), event.body());
        Digests.Digest key = digests.of(event.subject());
        int row = table.find(key);
        Optional<OrderState> before = row == DigestTable.NONE ? Optional.empty() : Optional.of(state(row));
        new OrderStep(event, order, before, fromTheFirst).check(deltas, isPrepaid, problems);
        if (row != DigestTable.NONE && table.get(row, MADE_OF) != madeOf(order)) {
            problems.add("event " + event.id() + " changes what its order is made of");
        }
        before.ifPresent(state -> stand(order, state, -1));
        stand(order, order.state(), 1);
        holds.apply(event, order, before);
        write(table.put(key), order, event.body(), flags(row));
        return order;
    }

    private int flags(int row) {
        return row == DigestTable.NONE
                ? (scanning ? IN_PARTITION : 0) | (scanningHolds ? IN_HOLDS : 0)
                : (int) table.get(row, STATUS) & (IN_PARTITION | IN_LEDGER | IN_HOLDS);
    }

    private OrderId id(String suffix) {
        return OrderId.parse(session.value() + '.' + suffix)
                .orElseThrow(() -> new IllegalArgumentException("a broken order id"));
    }

    private void stand(Order order, OrderState state, int sign) {
        if (StandingSums.stands(state)) {
            order.lines().forEach(line -> {
                sums.add(line, state, sign);
                taken.add(order, line, sign);
            });
        }
    }

    private void write(int row, Order order, String record, int flags) {
        table.set(row, STATUS, order.seq() << SEQ_SHIFT | (long) STATES.indexOf(order.state()) << STATE_SHIFT | flags);
        table.set(row, RECORD, digests.of(record).high());
        table.set(row, MADE_OF, madeOf(order));
    }

    /** Of what no event may change: a hash, above it the end of the hold, cut to 32 bits, which are 49 days. */
    private static long madeOf(Order order) {
        int hash = Objects.hash(
                order.createdMs(), order.currency(), order.channel(), order.viewer(), order.owner(), order.lines());
        return order.heldUntilMs().orElse(0) << Integer.SIZE | Integer.toUnsignedLong(hash);
    }

    private long seq(int row) {
        return table.get(row, STATUS) >>> SEQ_SHIFT;
    }

    private OrderState state(int row) {
        return STATES.get((int) (table.get(row, STATUS) >>> STATE_SHIFT) & STATE_MASK);
    }

    private void see(int row, int where) {
        table.set(row, STATUS, table.get(row, STATUS) | where);
    }

    /** From here on the partition is gone through; orders that come meanwhile may be met there or not. */
    void beginScan() {
        scanning = true;
    }

    /** Holds a record of the partition at {@code seq} against the order's last event up to there. */
    void meetPartition(String suffix, String record, long seq) {
        int row = table.find(digests.of(suffix));
        if (row == DigestTable.NONE) {
            problems.add("at " + seq + " order " + session + '.' + suffix + " is in the partition, but has no event");
            return;
        }
        see(row, IN_PARTITION);
        if (table.get(row, RECORD) != digests.of(record).high()) {
            problems.add("at " + seq + " order " + session + '.' + suffix
                    + " is not in the partition as its last event, " + seq(row) + ", left it");
        }
    }

    /**
     * Holds a row of the ledger against the order's last event, unless that is above {@code seq}, where the ledger is.
     *
     * @return whether it is as that event left it
     */
    boolean meetLedger(OrderAccount account, long seq) {
        int row = account.id().startsWith(session.value() + '.')
                ? table.find(digests.of(account.id().substring(session.value().length() + 1)))
                : DigestTable.NONE;
        if (row == DigestTable.NONE) {
            problems.add("at " + seq + " order " + account.id() + " is in the ledger, but has no event");
            return false;
        }
        see(row, IN_LEDGER);
        boolean same = account.seq() == seq(row)
                && table.get(row, RECORD) == digests.of(account.record()).high();
        if (!same && seq(row) <= seq) {
            problems.add("at " + seq + " order " + account.id() + " is not in the ledger as its last event, " + seq(row)
                    + ", left it");
        }
        return same;
    }

    /** Reports the orders that the partition should have had by {@code seq}. */
    void endPartition(long seq) {
        table.forEach(row -> {
            if ((table.get(row, STATUS) & IN_PARTITION) == 0) {
                problems.add("by " + seq + " the order of event " + seq(row) + " is missing in the partition");
            }
        });
    }

    /** From here on the partition's list of holds is gone through. */
    void beginHolds() {
        scanningHolds = true;
    }

    /** Holds an entry of that list, with the end of its hold, against the order's last event up to {@code seq}. */
    void meetHold(String suffix, String untilMs, long seq) {
        int row = table.find(digests.of(suffix));
        if (row == DigestTable.NONE || state(row) != OrderState.HELD) {
            problems.add("at " + seq + " order " + session + '.' + suffix + " is among the holds, but "
                    + (row == DigestTable.NONE ? "has no event" : "event " + seq(row) + " left it " + state(row)));
            return;
        }
        see(row, IN_HOLDS);
        if (!untilMs.matches("\\d{1,14}")
                || (int) Long.parseLong(untilMs) != (int) (table.get(row, MADE_OF) >>> Integer.SIZE)) {
            problems.add("at " + seq + " the hold of order " + session + '.' + suffix + " ends at " + untilMs
                    + ", which is not what its event " + seq(row) + " tells");
        }
    }

    /** Reports the held orders that the list should have had by {@code seq}. */
    void endHolds(long seq) {
        table.forEach(row -> {
            if (state(row) == OrderState.HELD && (table.get(row, STATUS) & IN_HOLDS) == 0) {
                problems.add("by " + seq + " the held order of event " + seq(row) + " is missing among the holds");
            }
        });
    }

    /** Reports the orders that the ledger, which had all events up to {@code seq}, should have had. */
    void endLedger(long seq) {
        table.forEach(row -> {
            if ((table.get(row, STATUS) & IN_LEDGER) == 0 && seq(row) <= seq) {
                problems.add("at " + seq + " the order of event " + seq(row) + " is missing in the ledger");
            }
        });
    }

    int size() {
        return table.size();
    }

    StandingSums sums() {
        return sums;
    }

    TakenUnits taken() {
        return taken;
    }

    HoldCounts holds() {
        return holds;
    }

    /** Whether an order of that id has had an event, as far as is known. */
    boolean has(String suffix) {
        return table.find(digests.of(suffix)) != DigestTable.NONE;
    }
}
