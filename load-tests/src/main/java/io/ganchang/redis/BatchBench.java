package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.load.bench.OrderSamples;
import io.ganchang.ordering.AttemptSample;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does an order's share in a call cost, written as RESP, and its share in the reply, read from RESP? Load:
 * batches of 32 orders of one line with delivery data; figures are per order. Command: {@code scripts/bench BatchBench}.
 */
@State(Scope.Thread)
public class BatchBench {
    private final List<Attempt> attempts = AttemptSample.batch();
    private final Buffer confirmed = BatchSample.confirmed(attempts);
    private final Buffer soldOut = BatchSample.soldOut(attempts);
    private final BatchSample sample = new BatchSample();

    @Benchmark
    @OperationsPerInvocation(OrderSamples.BATCH)
    public Buffer encode() {
        return sample.encode(attempts);
    }

    @Benchmark
    @OperationsPerInvocation(OrderSamples.BATCH)
    public List<Outcome<Order>> decodeWinners() {
        return sample.decode(attempts, confirmed);
    }

    @Benchmark
    @OperationsPerInvocation(OrderSamples.BATCH)
    public List<Outcome<Order>> decodeLosers() {
        return sample.decode(attempts, soldOut);
    }
}
