package io.ganchang.http;

import io.ganchang.config.HttpConfig;
import io.ganchang.domain.Problem;
import io.ganchang.ordering.Orders;
import io.ganchang.ordering.OwnOrders;
import io.ganchang.payment.Callbacks;
import io.ganchang.payment.Checkout;
import io.ganchang.payment.Gateways;
import io.ganchang.payment.HostRefunds;
import io.ganchang.payment.sandbox.SandboxGateway;
import io.ganchang.payment.sandbox.SandboxProvider;
import io.ganchang.session.Dashboards;
import io.ganchang.session.OfferCommands;
import io.ganchang.session.SessionBooks;
import io.ganchang.session.SessionCommands;
import io.ganchang.session.Sessions;
import io.ganchang.telemetry.Timing;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;

/** Everything on the public listener. One per event loop. */
public final class PublicApi implements Handler<HttpServerRequest> {
    private final Replies replies;
    private final ServerDate date;
    private final OrderRoute orderRoute;
    private final Router router;

    /** What one event loop needs to answer. */
    public record Capabilities(
            Orders orders,
            OwnOrders ownOrders,
            Sessions sessions,
            SessionCommands sessionCommands,
            OfferCommands offerCommands,
            SessionBooks books,
            Dashboards dashboards) {}

    /** What takes money: the gateways, and what becomes of what they tell. */
    public record Till(
            Gateways gateways, Checkout checkout, Callbacks callbacks, HostRefunds refunds, InstantSource clock) {}

    /** How attempts to order are answered: counted and timed apart from all else, since all else is rare beside them. */
    public record OrderAnswers(Replies replies, Timing timing) {}

    public PublicApi(
            Vertx vertx,
            Capabilities capabilities,
            Till till,
            Tokens tokens,
            Guests guests,
            Replies replies,
            OrderAnswers orderAnswers,
            HttpConfig config) {
        this.replies = replies;
        date = new ServerDate(till.clock());
        Gate gate = new Gate(tokens, replies);
        BoundedBody body = new BoundedBody(vertx, replies, config.commandBodyBytesMax());
        CommandRequests requests = new CommandRequests(gate, body);
        orderRoute = new OrderRoute(
                capabilities.orders(),
                tokens,
                orderAnswers.replies(),
                new BoundedBody(vertx, orderAnswers.replies(), config.orderBodyBytesMax()),
                orderAnswers.timing());
        router = Router.router(vertx);
        new GuestRoutes(guests, requests, gate).addTo(router);
        new OrderRoutes(capabilities.orders(), capabilities.ownOrders(), requests, gate).addTo(router);
        new SessionRoutes(capabilities.sessions(), capabilities.sessionCommands(), requests, gate).addTo(router);
        new OfferRoutes(capabilities.offerCommands(), requests, gate).addTo(router);
        new BookRoutes(capabilities.books(), gate).addTo(router);
        new DashboardRoutes(capabilities.dashboards(), gate).addTo(router);
        new PaymentRoutes(
                        till.gateways(),
                        till.checkout(),
                        till.callbacks(),
                        new PublicAddress(config.publicUrl()),
                        new BoundedBody(vertx, replies, PaymentRoutes.CALLBACK_BYTES_MAX),
                        requests,
                        gate)
                .addTo(router);
        new RefundRoutes(till.refunds(), requests, gate).addTo(router);
        till.gateways()
                .find(SandboxGateway.class)
                .map(sandbox ->
                        new SandboxRoutes(sandbox, new SandboxProvider(vertx, sandbox), till.clock(), body, gate))
                .ifPresent(routes -> routes.addTo(router));
        new DescriptionRoutes(gate).addTo(router);
        new ProblemRoutes(gate).addTo(router);
        new PageRoutes(gate).addTo(router);
        // Never reached, as orders are handled before; it is here so that another method on it answers 405.
        router.post("/v1/sessions/:session/orders").handler(context -> orderRoute.tryHandle(context.request()));
        answerTheRest(router, gate, replies);
    }

    /** Every route of this listener. */
    List<Route> routes() {
        return router.getRoutes();
    }

    /** What no route takes, and what a route did not expect, is answered as a problem too. */
    static void answerTheRest(Router router, Gate gate, Replies replies) {
        router.errorHandler(
                404,
                context -> replies.problem(context.request(), Problem.NOT_FOUND, "There is nothing at this path."));
        router.errorHandler(
                405,
                context -> replies.problem(
                        context.request(),
                        Problem.METHOD_NOT_ALLOWED,
                        "This path does not take " + context.request().method() + "."));
        router.errorHandler(
                400,
                context -> replies.problem(context.request(), Problem.INVALID_REQUEST, "The path is not well formed."));
        router.errorHandler(500, context -> gate.failed(context, context.failure()));
    }

    @Override
    public void handle(HttpServerRequest request) {
        date.addTo(request.response());
        try {
            if (!orderRoute.tryHandle(request)) {
                router.handle(request);
            }
        } catch (RuntimeException e) {
            replies.failed(request, e);
        }
    }
}
