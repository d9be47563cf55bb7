package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code partition_remove_1}: removes the partition of a closed session. */
public final class RemovePartition {
    private static final String ABSENT = "absent";

    private RemovePartition() {}

    /**
     * How many keys were removed: 0 where there was none, or where the partition is not at {@code ledgerSeq}. Does not
     * fail on what can be expected.
     *
     * @param ledgerId UUID of the ledger that has all of the session
     * @param ledgerSeq how far it is
     */
    public static Future<Outcome<Long>> call(
            RedisLink link, Partition partition, CallHead head, String ledgerId, long ledgerSeq) {
        return link.call(request(partition, head, ledgerId, ledgerSeq))
                .map(reply -> outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, String ledgerId, long ledgerSeq) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "partition_remove_1",
                keys.meta(),
                keys.offers(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.commands(),
                keys.events(),
                keys.holds(),
                keys.viewers(),
                keys.payments(),
                keys.refunds());
        head.appendTo(request);
        return request.arg(ledgerId).arg(ledgerSeq);
    }

    private static Outcome<Long> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        if (reply.status().equals(ABSENT)) {
            return Outcome.done(0L);
        }
        partition.learn(reply, head);
        return reply.isOk()
                ? Outcome.done(reply.field(0).toLong())
                : Refusals.ofCall(partition, head.knownSeq(), reply);
    }
}
