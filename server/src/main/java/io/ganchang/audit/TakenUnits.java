package io.ganchang.audit;

import io.ganchang.audit.Digests.Digest;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderLine;

/** How many units each viewer's standing orders have of each offer, as the orders tell it: what limits are counted by. */
final class TakenUnits {
    private static final int UNITS = 0;
    private static final int LAST_SEQ = 1;
    private static final int SEEN = 2;

    private final DigestTable table = new DigestTable(3);
    private final Digests digests;
    private final Problems problems;
    private boolean scanning;
    private long seen;

    TakenUnits(Digests digests, Problems problems) {
        this.digests = digests;
        this.problems = problems;
    }

    /** Adds the units of one line, or takes them back where {@code sign} is −1. */
    void add(Order order, OrderLine line, int sign) {
        int row = table.put(key(order.viewer() + ':' + line.offer()));
        long units = table.get(row, UNITS) + sign * line.quantity();
        table.set(row, UNITS, units);
        table.set(row, LAST_SEQ, order.seq());
        if (scanning && (units == 0 || units == sign * line.quantity())) {
            table.set(row, SEEN, 1); // it comes or goes while the partition is gone through: may be met there or not
        }
    }

    private Digest key(String counter) {
        return digests.of(counter);
    }

    /** From here on the partition is gone through. */
    void beginScan() {
        scanning = true;
    }

    /** Holds a counter of the partition at {@code seq} against what the orders up to there have taken. */
    void meet(String counter, String units, long seq) {
        seen++;
        int row = table.find(key(counter));
        long expected = row == DigestTable.NONE ? 0 : table.get(row, UNITS);
        if (row != DigestTable.NONE) {
            table.set(row, SEEN, 1);
        }
        if (expected == 0 || !units.equals(Long.toString(expected))) {
            problems.add("at " + seq + " a counter of limits is " + units + ", but the orders give " + expected
                    + (row == DigestTable.NONE ? "" : "; event " + table.get(row, LAST_SEQ) + " changed it last"));
        }
    }

    /** Reports what the partition should have and has not. */
    void endScan(long seq) {
        table.forEach(row -> {
            if (table.get(row, UNITS) != 0 && table.get(row, SEEN) == 0) {
                problems.add("by " + seq + " a counter of limits is missing, but the orders give "
                        + table.get(row, UNITS) + "; event " + table.get(row, LAST_SEQ) + " changed it last");
            }
        });
    }

    /** How many counters there are or have been. */
    int size() {
        return table.size();
    }

    /** How many counters of the partition were compared. */
    long seen() {
        return seen;
    }
}
