package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderState;
import java.util.Optional;

/**
 * How many unpaid holds each viewer has, and how many have lapsed since they last paid, as the orders tell it: what the
 * limit of holds is counted by.
 */
final class HoldCounts {
    private static final int HELD = 0;
    private static final int LAPSED = 1;
    private static final int PAID_SEQ = 2;
    private static final int SEEN = 3;
    private static final int NUMBERS = 4;

    private final DigestTable table = new DigestTable(NUMBERS);
    private final Digests digests;
    private final Problems problems;
    private boolean scanning;
    private long seen;

    HoldCounts(Digests digests, Problems problems) {
        this.digests = digests;
        this.problems = problems;
    }

    /** Takes an order that the ledger tells of, for audits that do not begin at the first event. */
    void take(Order order) {
        if (order.state() == OrderState.HELD) {
            change(order.viewer(), 1, 0);
        }
    }

    /** Takes note that {@code order} was paid for by event {@code seq}; all such come before {@link #takeLapse}. */
    void takePayment(Order order, long seq) {
        int row = table.put(digests.of(order.viewer()));
        table.set(row, PAID_SEQ, Math.max(table.get(row, PAID_SEQ), seq));
    }

    /** Takes note that a hold of {@code order}'s viewer lapsed by event {@code seq}. */
    void takeLapse(Order order, long seq) {
        int row = table.put(digests.of(order.viewer()));
        if (table.get(row, PAID_SEQ) < seq) {
            table.set(row, LAPSED, table.get(row, LAPSED) + 1);
        }
    }

    /** Takes what an event made of an order that was in state {@code before}, where that is known. */
    void apply(Event event, Order order, Optional<OrderState> before) {
        int held = (order.state() == OrderState.HELD ? 1 : 0) - (before.equals(Optional.of(OrderState.HELD)) ? 1 : 0);
        int lapsed = event.type().equals(Event.ORDER_EXPIRED) ? 1 : 0;
        if (held != 0 || lapsed != 0) {
            change(order.viewer(), held, lapsed);
        }
        if (event.type().equals(Event.ORDER_CONFIRMED) && order.paidBy() != null) {
            forgive(order.viewer());
        }
    }

    private void change(String viewer, int held, int lapsed) {
        int row = table.put(digests.of(viewer));
        boolean wasThere = isThere(row);
        table.set(row, HELD, table.get(row, HELD) + held);
        table.set(row, LAPSED, table.get(row, LAPSED) + lapsed);
        if (scanning && !wasThere) {
            table.set(row, SEEN, 1); // it comes while the partition is gone through: may be met there or not
        }
    }

    private void forgive(String viewer) {
        int row = table.find(digests.of(viewer));
        if (row != DigestTable.NONE) {
            table.set(row, LAPSED, 0);
        }
    }

    private boolean isThere(int row) {
        return table.get(row, HELD) != 0 || table.get(row, LAPSED) != 0;
    }

    /** From here on the partition is gone through. */
    void beginScan() {
        scanning = true;
    }

    /** Holds the counts of a viewer in the partition at {@code seq} against what the orders up to there give. */
    void meet(String viewer, String counts, long seq) {
        seen++;
        int row = table.find(digests.of(viewer));
        String expected = row == DigestTable.NONE ? "0 0" : counts(row);
        if (row != DigestTable.NONE) {
            table.set(row, SEEN, 1);
        }
        if (row == DigestTable.NONE || !isThere(row) || !counts.equals(expected)) {
            problems.add(
                    "at " + seq + " a count of holds and lapses is " + counts + ", but the orders give " + expected);
        }
    }

    /** Reports what the partition should have and has not. */
    void endScan(long seq) {
        table.forEach(row -> {
            if (isThere(row) && table.get(row, SEEN) == 0) {
                problems.add(
                        "by " + seq + " a count of holds and lapses is missing, but the orders give " + counts(row));
            }
        });
    }

    private String counts(int row) {
        return table.get(row, HELD) + " " + table.get(row, LAPSED);
    }

    /** How many viewers have or have had one. */
    int size() {
        return table.size();
    }

    /** How many counts of the partition were compared. */
    long seen() {
        return seen;
    }
}
