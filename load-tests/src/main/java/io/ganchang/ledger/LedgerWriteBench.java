package io.ganchang.ledger;

import io.ganchang.load.bench.OrderSamples;
import io.ganchang.redis.EntrySample;
import io.ganchang.redis.StreamEntry;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Question: what does it cost to write an event of an order into the ledger, by events in a transaction? Load: one thread,
 * entries of up to 32 confirmed orders with delivery data, a SQLite file (WAL, {@code synchronous = FULL}) that grows;
 * figures are per event, making the event included. Command: {@code scripts/bench LedgerWriteBench}.
 */
@State(Scope.Thread)
public class LedgerWriteBench {
    private static final int EVENTS = 3_200;

    @Param({"1", "32", "320", "3200"})
    public int batch;

    private final LedgerSample ledger = new LedgerSample(OrderSamples.SESSION);
    private final EntrySample sample = new EntrySample();
    private LedgerCursor cursor = LedgerCursor.newborn(OrderSamples.SESSION);

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public LedgerCursor write() {
        for (int written = 0; written < EVENTS; written += batch) {
            List<StreamEntry> entries = new ArrayList<>();
            for (int made = 0; made < batch; made += OrderSamples.BATCH) {
                entries.add(sample.next(Math.min(batch, OrderSamples.BATCH)));
            }
            commit(entries);
        }
        return cursor;
    }

    private void commit(List<StreamEntry> entries) {
        LedgerBatch rows = new LedgerBatch();
        entries.forEach(entry -> rows.add(cursor, entry));
        cursor = ledger.database().inWriting(transaction -> {
            rows.write(transaction);
            return rows.cursors().iterator().next();
        });
    }

    @TearDown
    public void close() {
        ledger.close();
    }
}
