package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.ganchang.payment.HostRefunds;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code POST /v1/orders/{order}/refunds}. */
final class RefundRoutes {
    private static final Set<Role> HOSTS = Set.of(Role.HOST, Role.OPS);

    private final HostRefunds refunds;
    private final CommandRequests requests;
    private final Gate gate;

    RefundRoutes(HostRefunds refunds, CommandRequests requests, Gate gate) {
        this.refunds = refunds;
        this.requests = requests;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.post("/v1/orders/:order/refunds")
                .handler(context -> gate.admit(context, HOSTS, caller -> grant(context, caller)));
    }

    private void grant(RoutingContext context, Caller caller) {
        gate.order(
                context,
                order -> requests.readKeyed(
                        context,
                        caller,
                        RefundBody::parse,
                        (body, command) -> gate.answerRepeatable(
                                context,
                                refunds.grant(order, body.wish(), command.because(body.reason())),
                                (refund, replayed) -> gate.replies()
                                        .created(
                                                context.request(), replayed, json -> RefundJson.write(json, refund)))));
    }
}
