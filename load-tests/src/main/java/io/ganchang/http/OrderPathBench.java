package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.load.bench.OrderSamples;
import io.ganchang.ordering.AttemptSample;
import io.ganchang.ordering.OrderJson;
import io.ganchang.ordering.OrderRequest;
import io.ganchang.redis.BatchSample;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Question: what does an order cost this server apart from HTTP, network and waiting: from header and body to the bytes of
 * the call, and from those of its reply to those of the answer? Load: batches of 32 orders of one line with delivery data,
 * tokens known, all confirmed; figures are per order. Command: {@code scripts/bench OrderPathBench}.
 */
@State(Scope.Thread)
public class OrderPathBench {
    /**
     * What {@link #confirm} may allocate per order; a test holds it. Measured are 14,742 bytes, the same to a few bytes in
     * every run on JDK 17; a tenth is left for other JDKs. Whoever makes it less lowers this, whoever needs more says why.
     */
    static final int BYTES_PER_ORDER_MAX = 16_200;

    private final TokenSample tokenSample = new TokenSample();
    private final Tokens tokens = tokenSample.tokens();
    private final List<byte[]> headers = tokenSample.headers(OrderSamples.BATCH);
    private final List<byte[]> bodies = OrderSamples.bodies();
    private final AttemptSample attemptSample = new AttemptSample();
    private final BatchSample batchSample = new BatchSample();
    private final Buffer reply = BatchSample.confirmed(AttemptSample.batch());
    private final Replies replies = new Replies(10, new AnswerCounts());
    private final ReplySink sink = new ReplySink();

    @Benchmark
    @OperationsPerInvocation(OrderSamples.BATCH)
    public int confirm() {
        List<Attempt> attempts = new ArrayList<>(OrderSamples.BATCH);
        for (int i = 0; i < OrderSamples.BATCH; i++) {
            attempts.add(attempt(headers.get(i), bodies.get(i), OrderSamples.key(i)));
        }
        Buffer call = batchSample.encode(attempts);
        for (Outcome<Order> outcome : batchSample.decode(attempts, reply)) {
            Order order = ((Done<Order>) outcome).value();
            replies.created(sink.request(), false, json -> OrderJson.write(json, order));
        }
        return call.length() + sink.bodyBytes();
    }

    Attempt attempt(byte[] header, byte[] bytes, String key) {
        Caller caller = tokens.verify(TokenSample.received(header)).orElseThrow();
        OrderBody body = ((Parsed.Valid<OrderBody>) OrderBody.parse(bytes)).value();
        return attemptSample.derive(
                new OrderRequest(OrderSamples.SESSION, caller, key, body.onBehalfOf(), body.lines(), body.delivery()));
    }

    @TearDown
    public void close() {
        tokenSample.close();
    }
}
