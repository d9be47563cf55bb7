package io.ganchang.redis;

import io.ganchang.config.HoldsConfig;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.RequestedLine;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls {@code order_place_1}: decides a batch of orders of one partition. */
public final class PlaceOrders {
    private static final String SAME_AS_VIEWER = "=";
    private static final String AGAIN = "again";

    /** What the answer begins with where the call has changed the order. */
    static final char PLACED = '+';

    private PlaceOrders() {}

    /**
     * One order to decide.
     *
     * @param delivery JSON, null where the buyer gave none
     */
    public record Attempt(
            OrderId id,
            String fingerprint,
            String viewer,
            String owner,
            String channel,
            List<RequestedLine> lines,
            @Nullable String delivery) {}

    /**
     * The outcome of each attempt, in their order. Does not fail on what can be expected. Where more holds are due than one
     * call expires it calls again, until the first head's time is over.
     *
     * @param heads makes the head of a call sent now
     */
    public static Future<List<Outcome<Order>>> call(
            RedisLink link, Partition partition, Supplier<CallHead> heads, HoldsConfig holds, List<Attempt> attempts) {
        CallHead head = heads.get();
        return call(link, partition, head, heads, holds, attempts)
                .otherwise(failure -> Collections.nCopies(attempts.size(), CallFailure.outcome(failure)));
    }

    private static Future<List<Outcome<Order>>> call(
            RedisLink link,
            Partition partition,
            CallHead head,
            Supplier<CallHead> heads,
            HoldsConfig holds,
            List<Attempt> attempts) {
        return link.call(request(partition, head, holds, attempts)).compose(response -> {
            CallReply reply = CallReply.of(response);
            if (!reply.status().equals(AGAIN)) {
                return Future.succeededFuture(outcomes(partition, head, attempts, response));
            }
            partition.learn(reply, head);
            partition.learnEntry(reply, head);
            return call(link, partition, heads.get().until(head.notAfterMs()), heads, holds, attempts);
        });
    }

    static Request request(Partition partition, CallHead head, HoldsConfig holds, List<Attempt> attempts) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "order_place_1",
                keys.meta(),
                keys.offers(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers());
        head.appendTo(request);
        request.arg(holds.perViewerMax()).arg(holds.lapsesMax()).arg(TimeUnit.SECONDS.toMillis(holds.shortSeconds()));
        for (Attempt attempt : attempts) {
            request.arg(text(attempt)).arg(FunctionCall.orAbsent(attempt.delivery()));
        }
        return request;
    }

    static List<Outcome<Order>> outcomes(
            Partition partition, CallHead head, List<Attempt> attempts, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Collections.nCopies(attempts.size(), Refusals.ofCall(partition, head.knownSeq(), reply));
        }
        List<Outcome<Order>> outcomes = new ArrayList<>(attempts.size());
        boolean hasPlaced = false;
        for (int i = 0; i < attempts.size(); i++) {
            String answer = reply.text(i);
            hasPlaced |= answer.charAt(0) == PLACED;
            outcomes.add(outcome(attempts.get(i).id(), answer));
        }
        if (hasPlaced) {
            partition.learnEntry(reply, head);
        }
        return outcomes;
    }

    /** What {@code +<record>}, {@code =<record>} or {@code -<code> <details>} says. */
    static Outcome<Order> outcome(OrderId id, String answer) {
        String rest = answer.substring(1);
        if (answer.charAt(0) != '-') {
            return done(id, rest, answer.charAt(0) == '=');
        }
        return Refusals.ofText(rest);
    }

    /** A stored record that cannot be read must fail its order only, not the batch. */
    private static Outcome<Order> done(OrderId id, String record, boolean replayed) {
        try {
            return new Done<>(OrderRecord.parse(id, record), replayed);
        } catch (IllegalArgumentException e) {
            return Refusals.ofAnswer("broken", "order " + id);
        }
    }

    private static String text(Attempt attempt) {
        StringBuilder text = new StringBuilder(128)
                .append(attempt.id().suffix())
                .append(' ')
                .append(attempt.fingerprint())
                .append(' ')
                .append(attempt.viewer())
                .append(' ')
                .append(attempt.owner().equals(attempt.viewer()) ? SAME_AS_VIEWER : attempt.owner())
                .append(' ')
                .append(attempt.channel())
                .append(' ');
        appendLines(text, attempt.lines());
        return text.toString();
    }

    private static void appendLines(StringBuilder text, List<RequestedLine> lines) {
        for (int i = 0; i < lines.size(); i++) {
            RequestedLine line = lines.get(i);
            text.append(i == 0 ? "" : ",")
                    .append(line.offer())
                    .append(':')
                    .append(line.quantity())
                    .append(':');
            if (line.expectedPriceMinor().isPresent()) {
                text.append(line.expectedPriceMinor().getAsLong());
            } else {
                text.append('-');
            }
        }
    }
}
