package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ordering.OrderJson;
import io.ganchang.ordering.OrderRequest;
import io.ganchang.ordering.Orders;
import io.ganchang.telemetry.Timing;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/sessions/{session}/orders}: the path that ten thousand viewers take in one second. It is matched and
 * handled before the general router.
 */
final class OrderRoute {
    private static final String PREFIX = "/v1/sessions/";
    private static final String SUFFIX = "/orders";

    private final Orders orders;
    private final Tokens tokens;
    private final Replies replies;
    private final BoundedBody body;
    private final Timing timing;

    /** @param timing is told how long each attempt took */
    OrderRoute(Orders orders, Tokens tokens, Replies replies, BoundedBody body, Timing timing) {
        this.orders = orders;
        this.tokens = tokens;
        this.replies = replies;
        this.body = body;
        this.timing = timing;
    }

    /** Handles the request where it places an order. */
    boolean tryHandle(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST)) {
            return false;
        }
        String path = request.path();
        if (path == null
                || !path.startsWith(PREFIX)
                || !path.endsWith(SUFFIX)
                || path.length() <= PREFIX.length() + SUFFIX.length()) {
            return false;
        }
        String session = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
        if (session.indexOf('/') >= 0) {
            return false;
        }
        handle(request, session);
        return true;
    }

    private void handle(HttpServerRequest request, String sessionText) {
        Optional<SessionId> session = SessionId.parse(sessionText);
        Optional<Caller> caller = tokens.verify(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (caller.isEmpty()) {
            replies.problem(request, Problem.UNAUTHORIZED, "Send Authorization: Bearer with a valid token.");
        } else if (session.isEmpty()) {
            replies.problem(request, Problem.NOT_FOUND, "That is not the id of a session.");
        } else if (!mayOrder(caller.get().role())) {
            replies.problem(request, Problem.FORBIDDEN, "Viewers and partners place orders.");
        } else if (request.query() != null && !request.params().isEmpty()) {
            replies.invalid(request, noParameters(request));
        } else if (Headers.idempotencyKey(request) instanceof Parsed.Invalid<String> invalid) {
            replies.invalid(request, invalid.errors());
        } else {
            body.readJson(request, bytes -> place(request, session.get(), caller.get(), bytes));
        }
    }

    private static List<FieldError> noParameters(HttpServerRequest request) {
        return request.params().names().stream()
                .map(name -> new FieldError(name, "is not a query parameter of this call"))
                .toList();
    }

    private void place(HttpServerRequest request, SessionId session, Caller caller, byte[] bytes) {
        long beganNanos = timing.beginNanos();
        Parsed<OrderBody> parsed = OrderBody.parse(bytes);
        if (parsed instanceof Parsed.Invalid<OrderBody> invalid) {
            replies.invalid(request, invalid.errors());
            return;
        }
        OrderBody order = ((Parsed.Valid<OrderBody>) parsed).value();
        FieldError error = behalfError(caller, order.onBehalfOf());
        if (error != null) {
            replies.invalid(request, List.of(error));
            return;
        }
        orders.place(new OrderRequest(
                        session,
                        caller,
                        request.getHeader(Headers.IDEMPOTENCY_KEY),
                        order.onBehalfOf(),
                        order.lines(),
                        order.delivery()))
                .<Void>map(outcome -> {
                    reply(request, outcome);
                    timing.end(beganNanos);
                    return null;
                })
                .onFailure(failure -> replies.failed(request, failure));
    }

    /** Partners, and only they, say for whom they order; guests are nobody's to order for. */
    private static @Nullable FieldError behalfError(Caller caller, @Nullable String onBehalfOf) {
        if (caller.role() != Role.PARTNER) {
            return onBehalfOf == null ? null : new FieldError("/onBehalfOf", "is for partner tokens only");
        }
        if (onBehalfOf == null) {
            return new FieldError("/onBehalfOf", "is missing: a partner orders for a viewer");
        }
        return onBehalfOf.startsWith(Ids.GUEST_PREFIX)
                ? new FieldError("/onBehalfOf", "must not begin with " + Ids.GUEST_PREFIX)
                : null;
    }

    private static boolean mayOrder(Role role) {
        return role == Role.VIEWER || role == Role.PARTNER;
    }

    private void reply(HttpServerRequest request, Outcome<Order> outcome) {
        if (outcome instanceof Outcome.Refused<Order> refused) {
            replies.refused(request, refused);
            return;
        }
        Outcome.Done<Order> done = (Outcome.Done<Order>) outcome;
        replies.created(request, done.replayed(), json -> OrderJson.write(json, done.value()));
    }
}
