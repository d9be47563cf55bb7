package io.ganchang.load.cost;

import io.ganchang.load.bench.ScratchFolder;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Question: how long does an order take by {@code order_place_1} on a real Redis, by orders in a call, for winners and
 * losers? Load: one client, up to four calls in flight, orders of one line with delivery data, each by a new viewer, AOF
 * {@code always}; figures are per order, by the clock, client included. What it costs Redis alone tells {@code scripts/cost}.
 * Command: {@code scripts/bench OrderPlaceBench}.
 */
@State(Scope.Thread)
public class OrderPlaceBench {
    private static final int ORDERS = 256;
    private static final long MEMORY_BYTES_MAX = 4L << 30;

    @Param({"1", "4", "16", "32", "64"})
    public int batch;

    private final ScratchFolder folder = ScratchFolder.create();
    private final EmbeddedRedis embedded =
            EmbeddedRedis.start(folder.path(), MEMORY_BYTES_MAX, RedisBinary.locate(System.getenv(), folder.path()));
    private final OffLoopRedis redis = OffLoopRedis.toSocket(embedded.socket());
    private final PlacingBench bench = PlacingBench.alone(redis.connect());

    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void winners() {
        bench.place(PlacingBench.PLENTY, ORDERS, batch);
    }

    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void losers() {
        bench.place(PlacingBench.SOLD_OUT, ORDERS, batch);
    }

    /** As the server does, so that the stream does not fill the memory. */
    @TearDown(Level.Iteration)
    public void trim() {
        long trimmed;
        do {
            trimmed = bench.trim();
        } while (trimmed > 0);
    }

    @TearDown
    public void close() {
        redis.close();
        embedded.close();
        folder.close();
    }
}
