package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Reads one order; a plain command, since it decides nothing. */
public final class ReadOrder {
    private ReadOrder() {}

    /**
     * The order as it is now, whoever owns it. Does not fail on what can be expected. A Redis that has fallen back gives
     * no answer about orders that it may have lost.
     */
    public static Future<Outcome<Order>> call(RedisLink link, Partition partition, OrderId id) {
        long knownSeq = partition.knownSeq();
        Future<Response> record = link.call(hget(partition.keys().orders(), id.suffix()));
        Future<Response> seq = link.call(hget(partition.keys().meta(), "seq"));
        return Future.all(record, seq)
                .map(both -> seqOf(seq.result()) < knownSeq
                        ? Refusals.<Order>ofRollBack(partition)
                        : outcome(id, record.result()))
                .otherwise(CallFailure::ofRead);
    }

    private static Request hget(String key, String field) {
        return Request.cmd(Command.HGET).arg(key).arg(field);
    }

    private static long seqOf(@Nullable Response seq) {
        return seq == null ? 0 : FieldReader.parseLong(seq.toString());
    }

    private static Outcome<Order> outcome(OrderId id, @Nullable Response reply) {
        return reply == null
                ? Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours.")
                : Outcome.done(OrderRecord.parse(id, reply.toString()));
    }
}
