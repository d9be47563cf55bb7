package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.ordering.Command;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the requests of hosts: headers, body and the ids of what they create. */
final class CommandRequests {
    static final String REASON = "reason";
    static final int REASON_LENGTH_MAX = 500;

    private final Gate gate;
    private final BoundedBody body;

    CommandRequests(Gate gate, BoundedBody body) {
        this.gate = gate;
        this.body = body;
    }

    /** Goes on where the request says nothing beyond its path: no parameters, and no body or an empty object. */
    void readNothing(RoutingContext context, Runnable next) {
        readOptional(context, none -> true, empty -> next.run());
    }

    /** Goes on with what {@code parse} makes of a body that may be left out, where nothing else is asked for. */
    <T> void readOptional(RoutingContext context, Function<CommandBody, T> parse, Consumer<T> next) {
        if (gate.hasOnly(context)) {
            body.readOptionalJson(
                    context.request(), bytes -> gate.parsed(context, CommandBody.parse(bytes, parse), next));
        }
    }

    /** Goes on with the command and what {@code parse} makes of its body, or answers with all that is wrong. */
    <T> void read(RoutingContext context, Caller caller, Function<CommandBody, T> parse, BiConsumer<T, Command> next) {
        if (!gate.hasOnly(context)) {
            return;
        }
        gate.parsed(
                context,
                Headers.optionalIdempotencyKey(context.request()),
                key -> gate.parsed(
                        context,
                        Headers.ifMatch(context.request()),
                        version -> body.readOptionalJson(
                                context.request(),
                                bytes -> gate.parsed(
                                        context,
                                        CommandBody.parse(bytes, parse),
                                        value -> next.accept(
                                                value, new Command(caller, key.orElse(null), version, null))))));
    }

    /** The same of a command whose repeat would be another, and which therefore must have a key. */
    <T> void readKeyed(
            RoutingContext context, Caller caller, Function<CommandBody, T> parse, BiConsumer<T, Command> next) {
        gate.parsed(context, Headers.idempotencyKey(context.request()), key -> read(context, caller, parse, next));
    }

    /** The id in the path of something that may be created: an unfit one is the request's fault. */
    <T> void creation(RoutingContext context, String parameter, Function<String, Optional<T>> parse, Consumer<T> next) {
        Optional<T> id = parse.apply(context.pathParam(parameter));
        if (id.isPresent()) {
            next.accept(id.get());
        } else {
            gate.replies()
                    .invalid(
                            context.request(),
                            List.of(new FieldError(parameter, "must be an id of A-Z a-z 0-9 _ - of bounded length")));
        }
    }
}
