package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one order; plain commands, since they decide nothing. */
public final class ReadOrder {
    private ReadOrder() {}

    /**
     * The order as it is now, whoever owns it. Does not fail on what can be expected. A Redis that has fallen back gives
     * no answer about orders that it may have lost.
     */
    public static Future<Outcome<Order>> call(RedisLink link, Partition partition, OrderId id) {
        long knownSeq = partition.knownSeq();
        Future<Response> record = link.call(
                Request.cmd(Command.HGET).arg(partition.keys().orders()).arg(id.suffix()));
        Future<Response> meta = link.call(Request.cmd(Command.HMGET)
                .arg(partition.keys().meta())
                .arg("seq")
                .arg("epoch")
                .arg("tag")
                .arg("frozen"));
        return Future.all(record, meta)
                .map(both -> refusal(partition, knownSeq, meta.result()).orElseGet(() -> outcome(id, record.result())))
                .otherwise(CallFailure::ofRead);
    }

    /** Why nothing can be told of the partition's orders, or empty. Without a partition there are none. */
    private static Optional<Outcome<Order>> refusal(Partition partition, long knownSeq, Response meta) {
        if (meta.get(0) == null) {
            return knownSeq == 0 ? Optional.empty() : Optional.of(Refusals.ofRollBack(partition));
        }
        Response frozen = meta.get(3);
        Standing standing = new Standing(
                FieldReader.parseLong(meta.get(0).toString()),
                FieldReader.parseLong(meta.get(1).toString()),
                meta.get(2).toString(),
                frozen == null ? null : frozen.toString());
        return standing.refusal(partition, knownSeq);
    }

    private static Outcome<Order> outcome(OrderId id, @Nullable Response reply) {
        return reply == null
                ? Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours.")
                : Outcome.done(OrderRecord.parse(id, reply.toString()));
    }
}
