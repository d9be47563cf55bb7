package io.ganchang.redis;

import io.ganchang.load.bench.OrderSamples;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does it cost to read an event from its entry in the stream? Load: entries of 32 confirmed orders with
 * delivery data; figures are per event. Command: {@code scripts/bench EventDecodeBench}.
 */
@State(Scope.Thread)
public class EventDecodeBench {
    private final EntrySample sample = new EntrySample();
    private final List<String> stored = sample.stored(OrderSamples.BATCH);

    @Benchmark
    @OperationsPerInvocation(OrderSamples.BATCH)
    public StreamEntry decode() {
        return sample.decode(stored);
    }
}
