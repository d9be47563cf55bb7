package io.ganchang.load.baseline;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Payment;
import io.ganchang.domain.PaymentState;
import io.ganchang.domain.SessionId;
import io.ganchang.http.OrderIntake;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.OptionalLong;

/** The same {@code 201} for everybody, with the headers and the length of an order's. */
final class FixedReply {
    static final String CURRENCY = "CNY";
    private static final long SOME_DAY_MS = 1_790_000_000_000L;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private final Buffer body = OrderIntake.bodyOf(order(
            new OrderId(new SessionId("compare"), "AbCdEfGhIjKlMnOpQrStUv"),
            "viewer-00001",
            "live",
            new OrderLine("melon", 1, 3990),
            SOME_DAY_MS));

    void send(HttpServerRequest request) {
        request.response()
                .setStatusCode(201)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(body);
    }

    /** A confirmed order of one line, paid on delivery. */
    static Order order(OrderId id, String viewer, String channel, OrderLine line, long createdMs) {
        return new Order(
                id,
                OrderState.CONFIRMED,
                1,
                createdMs,
                createdMs,
                OptionalLong.empty(),
                new Payment(PaymentState.NONE, 0, 0, 0),
                0,
                CURRENCY,
                channel,
                viewer,
                viewer,
                List.of(line),
                null,
                null);
    }
}
