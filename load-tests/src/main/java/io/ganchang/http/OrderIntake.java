package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Delivery;
import io.ganchang.domain.Order;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RequestedLine;
import io.ganchang.ordering.OrderJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * How the server takes an order, without what it does with it: for baselines that must not differ from it in this.
 *
 * <p>It stands in the server's package, but not in the server, because nobody who runs a server has a use for it, and the
 * classes that it opens are no one else's business.
 */
@NullMarked
public final class OrderIntake {
    private final BoundedBody body;
    private final Replies replies;

    /** @param bodyBytesMax largest body that is taken */
    public OrderIntake(Vertx vertx, int bodyBytesMax) {
        this.replies = new Replies(1, new AnswerCounts());
        this.body = new BoundedBody(vertx, replies, bodyBytesMax);
    }

    /** What is done with an order that is well formed. */
    @FunctionalInterface
    public interface Taker {
        /** Takes it, and sees to its answer. */
        void take(byte[] body, List<RequestedLine> lines, @Nullable Delivery delivery);
    }

    /** Who wants to order, and under which key. */
    public record Asking(Caller caller, String idempotencyKey) {}

    /** Who asks, as the server checks it; empty where it has answered instead. */
    public Optional<Asking> asking(HttpServerRequest request, Tokens tokens) {
        Optional<Caller> caller = tokens.verify(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (caller.isEmpty()) {
            replies.problem(request, Problem.UNAUTHORIZED, "Send Authorization: Bearer with a valid token.");
            return Optional.empty();
        }
        Parsed<String> key = Headers.idempotencyKey(request);
        if (key instanceof Parsed.Invalid<String> invalid) {
            replies.invalid(request, invalid.errors());
            return Optional.empty();
        }
        return Optional.of(new Asking(caller.get(), ((Parsed.Valid<String>) key).value()));
    }

    /** Reads the body and gives what it says to {@code taker}, or answers that it is no order. */
    public void read(HttpServerRequest request, Taker taker) {
        body.readJson(request, bytes -> {
            Parsed<OrderBody> parsed = OrderBody.parse(bytes);
            if (parsed instanceof Parsed.Invalid<OrderBody> invalid) {
                replies.invalid(request, invalid.errors());
                return;
            }
            OrderBody order = ((Parsed.Valid<OrderBody>) parsed).value();
            taker.take(bytes, order.lines(), order.delivery());
        });
    }

    /** Answers as the server does for an order. */
    public void created(HttpServerRequest request, boolean replayed, Order order) {
        replies.created(request, replayed, json -> OrderJson.write(json, order));
    }

    /** Answers with a problem. */
    public void problem(HttpServerRequest request, Problem problem, String detail) {
        replies.problem(request, problem, detail);
    }

    /** The body of the answer for an order. */
    public static Buffer bodyOf(Order order) {
        return Json.buffer(json -> OrderJson.write(json, order));
    }
}
