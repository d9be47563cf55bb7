package io.ganchang.audit;

import io.ganchang.audit.Digests.Digest;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundState;

/** Every refund that the events tell of, and whether it is carried out. */
final class RefundStates {
    private static final int TOLD = 0;
    private static final int STATUS = 1;

    private static final int IN_PARTITION = 1;
    private static final int IN_LEDGER = 1 << 1;
    private static final int DONE = 1 << 2;
    private static final int SEQ_SHIFT = 3;

    private final DigestTable table = new DigestTable(2);
    private final Digests digests;
    private final Problems problems;
    private boolean scanning;
    private long due;

    RefundStates(Digests digests, Problems problems) {
        this.digests = digests;
        this.problems = problems;
    }

    /** Takes a refund that event {@code eventSeq} made; false, and nothing is taken, where there was one of that number. */
    boolean add(Refund refund, long eventSeq) {
        if (find(refund.id().seq()) != DigestTable.NONE) {
            return false;
        }
        boolean isDone = refund.state() == RefundState.DONE;
        int row = table.put(key(refund.id().seq()));
        table.set(row, TOLD, told(refund));
        table.set(row, STATUS, eventSeq << SEQ_SHIFT | (isDone ? DONE : 0) | (scanning ? IN_PARTITION : 0));
        due += isDone ? 0 : 1;
        return true;
    }

    /** Takes note that event {@code eventSeq} carried out a refund; false where it was not due, or was another one. */
    boolean settle(Refund refund, long eventSeq) {
        int row = find(refund.id().seq());
        if (row == DigestTable.NONE || isDone(row) || table.get(row, TOLD) != told(refund)) {
            return false;
        }
        int flags = (int) table.get(row, STATUS) & (IN_PARTITION | IN_LEDGER);
        table.set(row, STATUS, eventSeq << SEQ_SHIFT | DONE | flags);
        due--;
        return true;
    }

    private int find(long number) {
        return table.find(key(number));
    }

    /** Numbers need no digest. */
    private static Digest key(long number) {
        return new Digest(1, number);
    }

    /** What stands for all of it but its state. */
    private long told(Refund refund) {
        return digests.of(refund.payment() + " " + refund.order() + ' ' + refund.currency() + ' ' + refund.amountMinor()
                        + ' ' + refund.reason())
                .high();
    }

    private boolean isDone(int row) {
        return (table.get(row, STATUS) & DONE) != 0;
    }

    private long seq(int row) {
        return table.get(row, STATUS) >>> SEQ_SHIFT;
    }

    /** From here on the partition is gone through. */
    void beginScan() {
        scanning = true;
    }

    /** Holds a refund of the partition at {@code seq} against what the events up to there give. */
    void meetPartition(Refund refund, long seq) {
        meet(refund, IN_PARTITION, "at " + seq, "in the partition", Long.MAX_VALUE, 0);
    }

    /**
     * Holds a refund of the ledger against its events, but for its state where that changed above {@code sureSeq}.
     *
     * @param doneSeq of the event that carried it out, as the ledger tells it; 0 for none
     */
    void meetLedger(Refund refund, long doneSeq, long sureSeq) {
        meet(refund, IN_LEDGER, "at " + sureSeq, "in the ledger", sureSeq, doneSeq);
    }

    private void meet(Refund refund, int where, String when, String what, long sureSeq, long doneSeq) {
        int row = find(refund.id().seq());
        if (row == DigestTable.NONE) {
            problems.add(when + " refund " + refund.id() + " is " + what + ", but has no event");
            return;
        }
        table.set(row, STATUS, table.get(row, STATUS) | where);
        boolean isDone = refund.state() == RefundState.DONE;
        boolean isSameState = isDone == isDone(row) && (doneSeq == 0 || !isDone || doneSeq == seq(row));
        if (table.get(row, TOLD) != told(refund) || (!isSameState && seq(row) <= sureSeq)) {
            problems.add(when + " refund " + refund.id() + " is not " + what + " as its last event, " + seq(row)
                    + ", left it");
        }
    }

    /** Reports the refunds that the partition should have had by {@code seq}. */
    void endPartition(long seq) {
        end(IN_PARTITION, "by " + seq, "in the partition", seq);
    }

    /** Reports the refunds that the ledger, which had all events up to {@code seq}, should have had. */
    void endLedger(long seq) {
        end(IN_LEDGER, "at " + seq, "in the ledger", seq);
    }

    private void end(int where, String when, String what, long seqMax) {
        table.forEach(row -> {
            if ((table.get(row, STATUS) & where) == 0 && seq(row) <= seqMax) {
                problems.add(when + " the refund of event " + seq(row) + " is missing " + what);
            }
        });
    }

    /** How many are due. */
    long due() {
        return due;
    }

    int size() {
        return table.size();
    }
}
