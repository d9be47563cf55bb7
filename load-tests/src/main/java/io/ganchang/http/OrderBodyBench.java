package io.ganchang.http;

import io.ganchang.load.bench.OrderSamples;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does reading the body of an order cost? Load: bodies of one line with its price and delivery data, one
 * after the other, from memory. Command: {@code scripts/bench OrderBodyBench}.
 */
@State(Scope.Thread)
public class OrderBodyBench {
    private final List<byte[]> bodies = OrderSamples.bodies();
    private int next;

    @Benchmark
    public Object parse() {
        return OrderBody.parse(bodies.get(next++ % OrderSamples.BATCH));
    }
}
