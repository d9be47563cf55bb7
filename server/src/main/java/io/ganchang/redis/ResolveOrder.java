package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code order_resolve_1}: ends one order. */
public final class ResolveOrder {
    private ResolveOrder() {}

    /**
     * The call that cancels an order.
     *
     * @param owner who asks; another's order is not found
     * @param reason a token for the record, such as {@code cancelled_by_viewer}
     */
    public static Request cancel(Partition partition, CallHead head, String owner, OrderId id, String reason) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "order_resolve_1", keys.meta(), keys.pools(), keys.orders(), keys.taken(), keys.events());
        head.appendTo(request);
        return request.arg(owner).arg(id.suffix()).arg(reason);
    }

    public static Outcome<Order> outcome(Partition partition, OrderId id, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply);
        return reply.isOk() ? PlaceOrders.outcome(id, reply.text(0)) : Refusals.ofCall(partition, reply);
    }
}
