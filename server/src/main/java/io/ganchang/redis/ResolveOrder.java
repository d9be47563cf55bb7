package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code order_resolve_1}: ends one order. */
public final class ResolveOrder {
    private ResolveOrder() {}

    /**
     * Cancels an order. Does not fail on what can be expected.
     *
     * @param owner who asks; another's order is not found
     * @param reason a token for the record, such as {@code cancelled_by_viewer}
     */
    public static Future<Outcome<Order>> cancel(
            RedisLink link, Partition partition, CallHead head, String owner, OrderId id, String reason) {
        return link.call(cancellation(partition, head, owner, id, reason))
                .map(reply -> outcome(partition, head, id, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request cancellation(Partition partition, CallHead head, String owner, OrderId id, String reason) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "order_resolve_1",
                keys.meta(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers(),
                keys.payments(),
                keys.refunds());
        head.appendTo(request);
        return request.arg(owner).arg(id.suffix()).arg(reason);
    }

    static Outcome<Order> outcome(Partition partition, CallHead head, OrderId id, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        String answer = reply.text(0);
        if (answer.charAt(0) == PlaceOrders.PLACED) {
            partition.learnEntry(reply, head);
        }
        return PlaceOrders.outcome(id, answer);
    }
}
