package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;

/** Calls {@code pools_read_1}: the partition as of one sequence number. */
public final class ReadPools {
    private ReadPools() {}

    /** The partition as it is now. Does not fail on what can be expected. */
    public static Future<Outcome<PartitionSnapshot>> call(RedisLink link, Partition partition) {
        long knownSeq = partition.knownSeq();
        long sentNanos = partition.clock().nanos();
        return link.call(request(partition))
                .map(reply -> outcome(partition, knownSeq, sentNanos, reply))
                .otherwise(CallFailure::ofRead);
    }

    static Request request(Partition partition) {
        Keys keys = partition.keys();
        return FunctionCall.to("pools_read_1", keys.meta(), keys.offers(), keys.pools());
    }

    static Outcome<PartitionSnapshot> outcome(Partition partition, long knownSeq, long sentNanos, Response response) {
        CallReply reply = CallReply.of(response);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, knownSeq, reply);
        }
        PartitionSnapshot snapshot = new PartitionSnapshot(
                partition.session(),
                reply.nowMs(),
                reply.seq(),
                RedisHandshake.toMap(reply.field(0)),
                RedisHandshake.toMap(reply.field(1)),
                RedisHandshake.toMap(reply.field(2)));
        Optional<Outcome<PartitionSnapshot>> refused = snapshot.standing().refusal(partition, knownSeq);
        if (refused.isPresent()) {
            return refused.get();
        }
        partition.learn(snapshot, sentNanos);
        return Outcome.done(snapshot);
    }
}
