package io.ganchang.load.siege;

import io.ganchang.load.process.Waiting;
import io.ganchang.load.traffic.Call;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Market;
import io.ganchang.load.traffic.Reply;
import io.ganchang.load.traffic.Tokens;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Buyers who come at a fixed rate, whether or not they are answered. Latency counts from when an order was to be sent.
 * They are few, so that what the server remembers of each does not grow from one phase to the next.
 */
final class SteadyBuyers {
    private static final int VIEWERS = 500;
    private static final long TICK_MS = 5;
    private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Market market;
    private final Tokens tokens;
    private final Clocks clocks;
    private final String path;
    private final Buffer body;
    private final AtomicInteger numbers = new AtomicInteger();

    SteadyBuyers(Vertx vertx, Market market, Tokens tokens, Clocks clocks, String session, String offer) {
        this.vertx = vertx;
        this.market = market;
        this.tokens = tokens;
        this.clocks = clocks;
        this.path = "/v1/sessions/" + session + "/orders";
        this.body =
                Buffer.buffer("{\"lines\":[{\"offer\":\"" + offer + "\",\"quantity\":1}],\"delivery\":{\"division\":"
                        + "\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000919\",\"street\":\"丰收路 919 号\"}}");
    }

    /** What the buyers of one phase met. */
    record Experience(Histogram latencyMicros, int orders, int notPlaced) {
        double ms(double percentile) {
            return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
        }
    }

    /** Buys for as long as said, and waits for the last answers. */
    Experience buy(int perSecond, Duration time) {
        Histogram latency = new ConcurrentHistogram(LATENCY_MICROS_MAX, 3);
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger placed = new AtomicInteger();
        int orders = Math.toIntExact(perSecond * time.toMillis() / 1000);
        AtomicInteger sent = new AtomicInteger();
        long startNanos = clocks.nanos();
        long timer = vertx.setPeriodic(TICK_MS, tick -> {
            long due = Math.min(orders, (clocks.nanos() - startNanos) * perSecond / 1_000_000_000L);
            while (sent.get() < due) {
                long intendedNanos = startNanos + sent.getAndIncrement() * 1_000_000_000L / perSecond;
                market.send(order(), () -> {}).onSuccess(reply -> {
                    long micros = TimeUnit.NANOSECONDS.toMicros(clocks.nanos() - intendedNanos);
                    latency.recordValue(Math.min(micros, LATENCY_MICROS_MAX));
                    placed.addAndGet(reply instanceof Reply.Answer answer && answer.isSuccess() ? 1 : 0);
                    answered.incrementAndGet();
                });
            }
        });
        new Waiting(clocks).until(() -> answered.get() == orders, time.plus(ANSWER_BOUND));
        vertx.cancelTimer(timer);
        return new Experience(latency, orders, orders - placed.get());
    }

    private Call order() {
        int number = numbers.incrementAndGet();
        return new Call(HttpMethod.POST, path, tokens.of("viewer", "v" + number % VIEWERS), "k" + number, body);
    }
}
