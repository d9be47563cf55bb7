package io.ganchang.audit;

import io.ganchang.audit.Digests.Digest;
import io.ganchang.domain.PaymentKey;
import io.ganchang.ledger.PaymentRow;
import io.ganchang.redis.PaymentRecord;
import java.util.Optional;

/** Every payment that the events tell of: for what order, how much, and what of it goes back. */
final class PaymentStates {
    private static final int TOLD = 0;
    private static final int AMOUNT = 1;
    private static final int STATUS = 2;

    private static final int IN_PARTITION = 1;
    private static final int IN_LEDGER = 1 << 1;
    private static final int SEQ_SHIFT = 2;

    private static final int GRANTED = 0;
    private static final int REFUNDED = 1;
    private static final int REFUNDS = 2;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final DigestTable table = new DigestTable(3);
    /** Of those payments alone of which something goes back: few, of many. */
    private final DigestTable givenBack = new DigestTable(3);

    private final Digests digests;
    private final Problems problems;
    private boolean scanning;

    PaymentStates(Digests digests, Problems problems) {
        this.digests = digests;
        this.problems = problems;
    }

    /**
     * One payment.
     *
     * @param told stands for its order, currency and amount: see {@link #told}
     * @param seq of its event
     * @param granted refunds due or done
     * @param refunded refunds done
     */
    record Known(long told, long amount, long seq, long granted, long refunded) {
        /** What is not given back. */
        long kept() {
            return amount - granted;
        }
    }

    /** What stands for a payment's order (the 22 characters), currency and amount. */
    long told(String order, String currency, long amount) {
        return digests.of(order + ' ' + currency + ' ' + amount).high();
    }

    /** Takes a payment that came by event {@code seq}; false, and nothing is taken, where it had come before. */
    boolean add(PaymentKey key, PaymentRecord record, long seq) {
        Digest digest = digests.of(key.toString());
        if (table.find(digest) != DigestTable.NONE) {
            return false;
        }
        int row = table.put(digest);
        table.set(row, TOLD, told(record.order(), record.currency(), record.amountMinor()));
        table.set(row, AMOUNT, record.amountMinor());
        table.set(row, STATUS, seq << SEQ_SHIFT | (scanning ? IN_PARTITION : 0));
        return true;
    }

    Optional<Known> find(PaymentKey key) {
        Digest digest = digests.of(key.toString());
        int row = table.find(digest);
        return row == DigestTable.NONE ? Optional.empty() : Optional.of(known(row, digest));
    }

    private Known known(int row, Digest digest) {
        int back = givenBack.find(digest);
        return new Known(
                table.get(row, TOLD),
                table.get(row, AMOUNT),
                seq(row),
                back == DigestTable.NONE ? 0 : givenBack.get(back, GRANTED),
                back == DigestTable.NONE ? 0 : givenBack.get(back, REFUNDED));
    }

    private long seq(int row) {
        return table.get(row, STATUS) >>> SEQ_SHIFT;
    }

    /** Notes that refund {@code refundSeq} gives some of the payment back. */
    void grant(PaymentKey key, long amount, long refundSeq) {
        int row = givenBack.put(digests.of(key.toString()));
        givenBack.set(row, GRANTED, givenBack.get(row, GRANTED) + amount);
        givenBack.set(row, REFUNDS, fold(givenBack.get(row, REFUNDS), refundSeq));
    }

    /** Notes that some of the payment was given back. */
    void refund(PaymentKey key, long amount) {
        int row = givenBack.put(digests.of(key.toString()));
        givenBack.set(row, REFUNDED, givenBack.get(row, REFUNDED) + amount);
    }

    /** One number for the numbers of a payment's refunds, in their order. */
    private static long fold(long before, long refundSeq) {
        return (before ^ refundSeq) * SPREAD;
    }

    private static long foldOf(PaymentRecord record) {
        long all = 0;
        for (String refundSeq : record.refunds().split(",", -1)) {
            all = refundSeq.equals(MoneyBooks.NO_REFUNDS) ? all : fold(all, Long.parseLong(refundSeq));
        }
        return all;
    }

    /** From here on the partition is gone through. */
    void beginScan() {
        scanning = true;
    }

    /** Holds a record of the partition at {@code seq} against what the events up to there give. */
    void meetPartition(String key, String text, long seq) {
        Digest digest = digests.of(key);
        int row = table.find(digest);
        if (row == DigestTable.NONE) {
            problems.add("at " + seq + " payment " + key + " is in the partition, but has no event");
            return;
        }
        see(row, IN_PARTITION);
        if (!isSame(row, digest, text)) {
            problems.add("at " + seq + " payment " + key + " is not in the partition as its events, from " + seq(row)
                    + " on, left it");
        }
    }

    private boolean isSame(int row, Digest digest, String text) {
        PaymentRecord record = PaymentRecord.parse(text);
        Known known = known(row, digest);
        int back = givenBack.find(digest);
        return known.told() == told(record.order(), record.currency(), record.amountMinor())
                && known.granted() == record.grantedMinor()
                && known.refunded() == record.refundedMinor()
                && (back == DigestTable.NONE ? 0 : givenBack.get(back, REFUNDS)) == foldOf(record);
    }

    /** Reports the payments that the partition should have had by {@code seq}. */
    void endPartition(long seq) {
        end(IN_PARTITION, "by " + seq, "in the partition", seq);
    }

    /** Takes note that the ledger has the payment, for audits that go on from there. */
    void seeInLedger(PaymentKey key) {
        see(table.put(digests.of(key.toString())), IN_LEDGER);
    }

    /** Holds a row of the ledger against the payment's event. */
    void meetLedger(PaymentRow row, PaymentRecord record) {
        Digest digest = digests.of(row.key().toString());
        int known = table.find(digest);
        if (known == DigestTable.NONE) {
            problems.add("payment " + row.key() + " is in the ledger, but has no event");
            return;
        }
        see(known, IN_LEDGER);
        if (seq(known) != row.seq()
                || table.get(known, TOLD) != told(record.order(), record.currency(), record.amountMinor())) {
            problems.add("payment " + row.key() + " is not in the ledger as event " + seq(known) + " tells it");
        }
    }

    /** Reports the payments that the ledger, which had all events up to {@code seq}, should have had. */
    void endLedger(long seq) {
        end(IN_LEDGER, "at " + seq, "in the ledger", seq);
    }

    private void end(int where, String when, String what, long seqMax) {
        table.forEach(row -> {
            if ((table.get(row, STATUS) & where) == 0 && seq(row) <= seqMax) {
                problems.add(when + " the payment of event " + seq(row) + " is missing " + what);
            }
        });
    }

    private void see(int row, int where) {
        table.set(row, STATUS, table.get(row, STATUS) | where);
    }

    int size() {
        return table.size();
    }
}
