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

    /** The order as it is now, whoever owns it. Does not fail on what can be expected. */
    public static Future<Outcome<Order>> call(RedisLink link, Partition partition, OrderId id) {
        Request request =
                Request.cmd(Command.HGET).arg(partition.keys().orders()).arg(id.suffix());
        return link.call(request).map(reply -> outcome(id, reply)).otherwise(CallFailure::ofRead);
    }

    private static Outcome<Order> outcome(OrderId id, @Nullable Response reply) {
        return reply == null
                ? Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours.")
                : Outcome.done(OrderRecord.parse(id, reply.toString()));
    }
}
