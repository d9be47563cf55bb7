package io.ganchang.http;

import io.ganchang.database.DatabaseBusy;
import io.ganchang.domain.Caller;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What every route but that of orders passes through: caller, parameters, ids; and how its outcome is answered. */
final class Gate {
    private final Tokens tokens;
    private final Replies replies;

    Gate(Tokens tokens, Replies replies) {
        this.tokens = tokens;
        this.replies = replies;
    }

    Replies replies() {
        return replies;
    }

    /** Who calls, where the request proves anybody. */
    Optional<Caller> caller(HttpServerRequest request) {
        return tokens.verify(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    /** Goes on with the caller, where the token is valid and of one of {@code roles}. */
    void admit(RoutingContext context, Set<Role> roles, Consumer<Caller> next) {
        HttpServerRequest request = context.request();
        Optional<Caller> caller = caller(request);
        if (caller.isEmpty()) {
            replies.problem(request, Problem.UNAUTHORIZED, "Send Authorization: Bearer with a valid token.");
        } else if (!roles.contains(caller.get().role())) {
            replies.problem(request, Problem.FORBIDDEN, "A token of another role is needed.");
        } else {
            next.accept(caller.get());
        }
    }

    /** Whether the request has only these query parameters, each once; answers it with a problem where not. */
    boolean hasOnly(RoutingContext context, String... names) {
        Set<String> allowed = Set.of(names);
        for (String name : context.queryParams().names()) {
            if (!allowed.contains(name) || context.queryParam(name).size() != 1) {
                replies.invalid(
                        context.request(),
                        List.of(new FieldError(name, "is not a query parameter of this call, or stands twice")));
                return false;
            }
        }
        return true;
    }

    /** Goes on with the session that the path names. */
    void session(RoutingContext context, Consumer<SessionId> next) {
        Optional<SessionId> session = SessionId.parse(context.pathParam("session"));
        if (session.isEmpty()) {
            replies.problem(context.request(), Problem.NOT_FOUND, "That is not the id of a session.");
        } else {
            next.accept(session.get());
        }
    }

    /** Goes on with the order that the path names. */
    void order(RoutingContext context, Consumer<OrderId> next) {
        Optional<OrderId> order = OrderId.parse(context.pathParam("order"));
        if (order.isEmpty()) {
            replies.problem(context.request(), Problem.NOT_FOUND, "That is not the id of an order.");
        } else {
            next.accept(order.get());
        }
    }

    /** Goes on with what was parsed, or answers the request with what is wrong. */
    <T> void parsed(RoutingContext context, Parsed<T> parsed, Consumer<T> next) {
        if (parsed instanceof Parsed.Invalid<T> invalid) {
            replies.invalid(context.request(), invalid.errors());
        } else {
            next.accept(((Parsed.Valid<T>) parsed).value());
        }
    }

    /** Answers with the value of the outcome, or with its refusal. */
    <T> void answer(RoutingContext context, Future<Outcome<T>> outcome, Consumer<T> next) {
        answerRepeatable(context, outcome, (value, replayed) -> next.accept(value));
    }

    /** The same where it matters whether an earlier attempt had done it. */
    <T> void answerRepeatable(RoutingContext context, Future<Outcome<T>> outcome, BiConsumer<T, Boolean> next) {
        outcome.<Void>map(result -> {
                    if (result instanceof Outcome.Refused<T> refused) {
                        replies.refused(context.request(), refused);
                    } else if (result instanceof Outcome.Done<T> done) {
                        next.accept(done.value(), done.replayed());
                    }
                    return null;
                })
                .onFailure(failure -> failed(context, failure));
    }

    /** Answers with a value that cannot be refused any more. */
    <T> void answerValue(RoutingContext context, Future<T> value, Consumer<T> next) {
        answer(context, value.map(Outcome::done), next);
    }

    /** Answers a failure nobody expects, or a database that has too much to do. */
    void failed(RoutingContext context, Throwable failure) {
        if (failure instanceof DatabaseBusy) {
            replies.problem(context.request(), Problem.OVERLOADED, "Too many calls wait for the ledger.");
            return;
        }
        replies.failed(context.request(), failure);
    }
}
