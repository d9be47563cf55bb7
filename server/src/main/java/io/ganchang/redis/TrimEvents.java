package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code events_trim_1}: removes the oldest entries of a partition's stream. */
public final class TrimEvents {
    private TrimEvents() {}

    /**
     * How many entries were removed; 0 where none is left that could go. Does not fail on what can be expected.
     *
     * @param beforeSeq an entry that ends with it, or later, stays
     * @param entriesMax most entries to remove, which bounds how long Redis is busy with it
     */
    public static Future<Outcome<Long>> call(
            RedisLink link, Partition partition, CallHead head, long beforeSeq, int entriesMax) {
        return link.call(request(partition, head, beforeSeq, entriesMax))
                .map(reply -> outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, long beforeSeq, int entriesMax) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to("events_trim_1", keys.meta(), keys.events());
        head.appendTo(request);
        return request.arg(beforeSeq).arg(entriesMax);
    }

    private static Outcome<Long> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        return reply.isOk()
                ? Outcome.done(reply.field(0).toLong())
                : Refusals.ofCall(partition, head.knownSeq(), reply);
    }
}
