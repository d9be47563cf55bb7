package io.ganchang.ordering;

import io.ganchang.load.bench.OrderSamples;
import io.ganchang.redis.PlaceOrders.Attempt;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does it cost to derive an order's id and fingerprint, two HMACs, and to write its delivery data? Load:
 * requests of one line, one after the other. Command: {@code scripts/bench OrderIdBench}.
 */
@State(Scope.Thread)
public class OrderIdBench {
    private final AttemptSample sample = new AttemptSample();
    private final List<OrderRequest> requests = OrderSamples.requests();
    private int next;

    @Benchmark
    public Attempt derive() {
        return sample.derive(requests.get(next++ % OrderSamples.BATCH));
    }
}
