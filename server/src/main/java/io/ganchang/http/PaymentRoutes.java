package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.payment.CallbackReply;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.Callbacks;
import io.ganchang.payment.Checkout;
import io.ganchang.payment.Gateway;
import io.ganchang.payment.Gateways;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Paying: buyers are sent to a gateway, and gateways tell of payments. */
final class PaymentRoutes {
    /** Largest callback. Those of the known gateways have a few KiB. */
    static final int CALLBACK_BYTES_MAX = 65_536;

    private static final Set<Role> BUYERS = Set.of(Role.VIEWER, Role.PARTNER);
    private static final String GATEWAY = "gateway";

    private final Gateways gateways;
    private final Checkout checkout;
    private final Callbacks callbacks;
    private final PublicAddress publicAddress;
    private final BoundedBody callbackBody;
    private final CommandRequests requests;
    private final Gate gate;

    PaymentRoutes(
            Gateways gateways,
            Checkout checkout,
            Callbacks callbacks,
            PublicAddress publicAddress,
            BoundedBody callbackBody,
            CommandRequests requests,
            Gate gate) {
        this.gateways = gateways;
        this.checkout = checkout;
        this.callbacks = callbacks;
        this.publicAddress = publicAddress;
        this.callbackBody = callbackBody;
        this.requests = requests;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.post("/v1/orders/:order/pay")
                .handler(context -> gate.admit(context, BUYERS, caller -> pay(context, caller)));
        router.post("/v1/payments/:gateway/callback").handler(this::callback);
    }

    private void pay(RoutingContext context, Caller caller) {
        gate.order(
                context,
                order -> requests.readOptional(context, this::wanted, gateway -> pay(context, caller, order, gateway)));
    }

    private Gateway wanted(CommandBody body) {
        String name = body.optionalId(GATEWAY);
        if (name == null) {
            return gateways.preferred();
        }
        Optional<Gateway> named = gateways.find(name);
        if (named.isEmpty()) {
            body.wrong(GATEWAY, "is not a gateway that is in use here");
        }
        return named.orElseGet(gateways::preferred);
    }

    private void pay(RoutingContext context, Caller caller, OrderId order, Gateway gateway) {
        HttpServerRequest request = context.request();
        Checkout.Buyer buyer =
                new Checkout.Buyer(caller, request.remoteAddress().hostAddress(), publicAddress.of(request));
        gate.answer(
                context,
                checkout.begin(order, gateway, buyer),
                redirect -> gate.replies().json(request, 200, json -> {
                    json.writeStartObject();
                    json.writeStringField(GATEWAY, gateway.name());
                    json.writeStringField("redirect", redirect.toString());
                    json.writeEndObject();
                }));
    }

    /** Whatever the query says is not ours to judge; what counts is signed. */
    private void callback(RoutingContext context) {
        Optional<Gateway> gateway = gateways.find(context.pathParam(GATEWAY));
        if (gateway.isEmpty()) {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "There is no such gateway here.");
            return;
        }
        callbackBody.readAny(context.request(), bytes -> take(context.request(), gateway.get(), Buffer.buffer(bytes)));
    }

    private void take(HttpServerRequest request, Gateway gateway, Buffer body) {
        callbacks
                .take(gateway, new CallbackRequest(name -> onlyHeader(request, name), body))
                .onSuccess(taken -> reply(request, gateway, taken));
    }

    private static Optional<String> onlyHeader(HttpServerRequest request, String name) {
        List<String> values = request.headers().getAll(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private void reply(HttpServerRequest request, Gateway gateway, Callbacks.Taken taken) {
        Optional<CallbackReply> own = gateway.reply(taken.verdict());
        if (own.isPresent()) {
            gate.replies()
                    .text(
                            request,
                            own.get().status(),
                            own.get().mediaType(),
                            own.get().body());
        } else if (taken.verdict() == CallbackVerdict.RECORDED) {
            gate.replies().text(request, 204, "", "");
        } else {
            gate.replies().problem(request, problem(taken.verdict()), taken.detail());
        }
    }

    private static Problem problem(CallbackVerdict verdict) {
        return switch (verdict) {
            case FORGED -> Problem.UNAUTHORIZED;
            case MALFORMED -> Problem.INVALID_REQUEST;
            default -> Problem.OVERLOADED;
        };
    }
}
