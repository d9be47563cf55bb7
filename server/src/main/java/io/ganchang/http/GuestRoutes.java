package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Problem;
import io.ganchang.http.Guests.Guest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;

/** {@code POST /v1/guest}. */
final class GuestRoutes {
    private static final String RETRY_AFTER_SECONDS = "3600";

    private final Guests guests;
    private final Gate gate;
    private final BoundedBody body;

    GuestRoutes(Guests guests, Gate gate) {
        this.guests = guests;
        this.gate = gate;
        this.body = new BoundedBody(gate.replies(), 0);
    }

    void addTo(Router router) {
        router.post("/v1/guest").handler(context -> {
            if (gate.hasOnly(context)) {
                body.read(context.request(), none -> admit(context));
            }
        });
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!guests.areAllowed()) {
            gate.replies().problem(request, Problem.FORBIDDEN, "This market lets no guests in.");
            return;
        }
        Optional<Caller> known = gate.caller(request);
        if (known.isEmpty() && request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            gate.replies().problem(request, Problem.UNAUTHORIZED, "The token sent along is not valid.");
            return;
        }
        Optional<Guest> guest = known.isPresent()
                ? guests.renew(known.get())
                : guests.admit(request.remoteAddress().hostAddress());
        if (guest.isPresent()) {
            reply(request, guest.get());
        } else if (known.isPresent()) {
            gate.replies().problem(request, Problem.FORBIDDEN, "Only a guest's token renews itself.");
        } else {
            request.response().putHeader(Replies.RETRY_AFTER, RETRY_AFTER_SECONDS);
            gate.replies().problem(request, Problem.RATE_LIMITED, "Too many guests from this address in an hour.");
        }
    }

    private void reply(HttpServerRequest request, Guest guest) {
        String expiresAt =
                Instant.ofEpochSecond(guest.issued().expiresAtSeconds()).toString();
        gate.replies().json(request, 201, json -> {
            json.writeStartObject();
            json.writeStringField("viewer", guest.viewer());
            json.writeStringField("token", guest.issued().token());
            json.writeStringField("expiresAt", expiresAt);
            json.writeEndObject();
        });
    }
}
