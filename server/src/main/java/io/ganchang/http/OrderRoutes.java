package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Role;
import io.ganchang.ordering.OrderJson;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.OwnOrders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reading, listing and cancelling one's own orders. */
final class OrderRoutes {
    private static final Set<Role> BUYERS = Set.of(Role.VIEWER, Role.PARTNER);

    private final Orders orders;
    private final OwnOrders ownOrders;
    private final Gate gate;
    private final CommandRequests requests;

    OrderRoutes(Orders orders, OwnOrders ownOrders, CommandRequests requests, Gate gate) {
        this.orders = orders;
        this.ownOrders = ownOrders;
        this.requests = requests;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get("/v1/orders").handler(context -> gate.admit(context, BUYERS, caller -> list(context, caller)));
        router.get("/v1/orders/:order").handler(context -> own(context, own -> find(context, own)));
        router.post("/v1/orders/:order/cancel")
                .handler(context -> own(context, own -> requests.readNothing(context, () -> cancel(context, own))));
    }

    /** An order that a caller says is theirs; whether it is, its owner's name decides. */
    private record Own(Caller caller, OrderId order) {}

    private void own(RoutingContext context, Consumer<Own> next) {
        gate.admit(context, BUYERS, caller -> gate.order(context, order -> next.accept(new Own(caller, order))));
    }

    private void find(RoutingContext context, Own own) {
        if (gate.hasOnly(context)) {
            gate.answer(context, orders.find(own.caller(), own.order()), order -> reply(context, order));
        }
    }

    private void cancel(RoutingContext context, Own own) {
        gate.answer(context, orders.cancel(own.caller(), own.order()), order -> reply(context, order));
    }

    private void reply(RoutingContext context, Order order) {
        gate.replies().json(context.request(), 200, json -> OrderJson.write(json, order));
    }

    private void list(RoutingContext context, Caller caller) {
        if (!gate.hasOnly(context, Paging.LIMIT, Paging.AFTER)) {
            return;
        }
        gate.parsed(
                context,
                Paging.limit(context),
                limit -> gate.parsed(
                        context,
                        Paging.after(context, OrderId::parse, "an order"),
                        after -> gate.answer(
                                context,
                                ownOrders.list(caller, after, limit),
                                page -> gate.replies()
                                        .json(
                                                context.request(),
                                                200,
                                                Paging.page(page, next(page, limit), OrderJson::write)))));
    }

    private static @Nullable String next(List<Order> page, int limit) {
        return page.size() < limit ? null : page.get(page.size() - 1).id().toString();
    }
}
