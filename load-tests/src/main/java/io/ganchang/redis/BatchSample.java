package io.ganchang.redis;

import io.ganchang.config.HoldsConfig;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.load.bench.OrderSamples;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.ParserHandler;
import io.vertx.redis.client.impl.RESPParser;
import io.vertx.redis.client.impl.RequestImpl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns attempts into the bytes of one call and the bytes of its reply into outcomes, without a Redis between them. */
public final class BatchSample {
    private static final HoldsConfig HOLDS = new HoldsConfig(10, 3, 120, 100);
    private static final int BUDGET_MS = 2_000;
    private static final int LIFE_MS = 10_000;
    private static final int STACK_DEPTH_MAX = 16;
    private static final long NOW_MS = 1_800_000_000_000L;
    private static final long SEQ = 4_711;

    /** Its time stands still, as that of the replies does: a jump of the clock would be raised otherwise. */
    private final Partition partition = new Partition(OrderSamples.SESSION, 1, "bench", new NoAlarm(), () -> 0);

    private final SplittableRandom random = new SplittableRandom(1);
    private final Parsing parsing = new Parsing();
    private final RESPParser parser = new RESPParser(parsing, STACK_DEPTH_MAX);

    /** The bytes of one {@code order_place_1} with all {@code attempts}. */
    public Buffer encode(List<Attempt> attempts) {
        return ((RequestImpl) PlaceOrders.request(partition, head(), HOLDS, attempts)).encode();
    }

    /** What {@code reply} says of {@code attempts}. */
    public List<Outcome<Order>> decode(List<Attempt> attempts, Buffer reply) {
        parser.handle(reply);
        return PlaceOrders.outcomes(partition, head(), attempts, parsing.taken());
    }

    private CallHead head() {
        return partition.head(BUDGET_MS, LIFE_MS, random);
    }

    /** The reply in which every one of {@code attempts} is confirmed. */
    public static Buffer confirmed(List<Attempt> attempts) {
        return reply(attempts, attempt -> PlaceOrders.PLACED + record(attempt));
    }

    /** The reply in which none of {@code attempts} gets anything. */
    public static Buffer soldOut(List<Attempt> attempts) {
        return reply(attempts, attempt -> "-sold_out " + OrderSamples.OFFER + " 0");
    }

    private static String record(Attempt attempt) {
        return "c " + attempt.fingerprint() + ' ' + SEQ + ' ' + NOW_MS + " 0 0 n 0 0 0 CNY live " + attempt.viewer()
                + " = " + OrderSamples.OFFER + ":1:" + OrderSamples.PRICE_MINOR + " -";
    }

    private static Buffer reply(List<Attempt> attempts, Function<Attempt, String> answer) {
        Buffer reply =
                Buffer.buffer("*" + (3 + attempts.size()) + "\r\n$2\r\nok\r\n:" + NOW_MS + "\r\n:" + SEQ + "\r\n");
        for (Attempt attempt : attempts) {
            String text = answer.apply(attempt);
            reply.appendString("$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n");
        }
        return reply;
    }

    /** Keeps the one reply that was parsed. */
    private static final class Parsing implements ParserHandler {
        private @Nullable Response response;

        @Override
        public void handle(Response parsed) {
            response = parsed;
        }

        @Override
        public void fail(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        Response taken() {
            Response taken = response;
            if (taken == null) {
                throw new IllegalStateException("the sample is not one whole reply");
            }
            response = null;
            return taken;
        }
    }
}
