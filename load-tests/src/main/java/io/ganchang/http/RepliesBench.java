package io.ganchang.http;

import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Problem;
import io.ganchang.load.bench.OrderSamples;
import io.ganchang.ordering.AttemptSample;
import io.ganchang.ordering.OrderJson;
import io.ganchang.redis.BatchSample;
import io.ganchang.redis.PlaceOrders.Attempt;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Question: what does it cost to write an order as the reply {@code 201}, and a refusal as a problem? Load: one reply after
 * the other to a request without a connection, so without what the HTTP server does. Command: {@code scripts/bench
 * RepliesBench}.
 */
@State(Scope.Thread)
public class RepliesBench {
    private static final Refused<Order> SOLD_OUT =
            new Refused<>(Problem.SOLD_OUT, "Offer " + OrderSamples.OFFER + " is sold out.");

    private final Replies replies = new Replies(10, new AnswerCounts());
    private final ReplySink sink = new ReplySink();
    private final List<Order> orders = orders();
    private int next;

    @Benchmark
    public int order() {
        Order order = orders.get(next++ % OrderSamples.BATCH);
        replies.created(sink.request(), false, json -> OrderJson.write(json, order));
        return sink.bodyBytes();
    }

    @Benchmark
    public int problem() {
        replies.refused(sink.request(), SOLD_OUT);
        return sink.bodyBytes();
    }

    private static List<Order> orders() {
        List<Attempt> attempts = AttemptSample.batch();
        return new BatchSample()
                .decode(attempts, BatchSample.confirmed(attempts)).stream()
                        .map(outcome -> ((Done<Order>) outcome).value())
                        .toList();
    }
}
