package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Change;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ordering.Command;
import io.ganchang.redis.ChangeOffer;
import io.ganchang.redis.ChangeOffer.Changed;
import io.ganchang.session.OfferCommands;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The commands of hosts on offers. */
final class OfferRoutes {
    private static final Set<Role> HOSTS = Set.of(Role.HOST, Role.OPS);
    private static final String PATH = "/v1/sessions/:session/offers/:offer";
    private static final long WINDOW_SECONDS_MAX = TimeUnit.DAYS.toSeconds(30);
    private static final long STOCK_DELTA_MAX = 1_000_000_000L;

    private final OfferCommands commands;
    private final CommandRequests requests;
    private final Gate gate;

    OfferRoutes(OfferCommands commands, CommandRequests requests, Gate gate) {
        this.commands = commands;
        this.requests = requests;
        this.gate = gate;
    }

    /** A command as the body gives it, and the reason given. */
    private record Reasoned(
            ChangeOffer.Command change, @Nullable String reason) {}

    void addTo(Router router) {
        router.put(PATH).handler(context -> gate.admit(context, HOSTS, caller -> put(context, caller)));
        post(router, "open", OfferRoutes::open);
        post(router, "close", body -> ChangeOffer.Command.close());
        post(router, "pin", body -> ChangeOffer.Command.pin());
        post(router, "unpin", body -> ChangeOffer.Command.unpin());
        post(router, "price", OfferRoutes::price);
        router.post(PATH + "/stock").handler(context -> gate.admit(context, HOSTS, caller -> stock(context, caller)));
    }

    private void post(Router router, String action, Function<CommandBody, ChangeOffer.Command> parse) {
        router.post(PATH + '/' + action)
                .handler(context -> gate.admit(context, HOSTS, caller -> command(context, caller, parse)));
    }

    private static ChangeOffer.Command open(CommandBody body) {
        long countdownSeconds = body.numberOr(0, "countdownSeconds", 0, WINDOW_SECONDS_MAX);
        long forSeconds = body.numberOr(0, "forSeconds", 1, WINDOW_SECONDS_MAX);
        return ChangeOffer.Command.open(
                TimeUnit.SECONDS.toMillis(countdownSeconds), TimeUnit.SECONDS.toMillis(forSeconds));
    }

    private static ChangeOffer.Command price(CommandBody body) {
        return ChangeOffer.Command.price(body.number("priceMinor", 0, OrderBody.PRICE_MAX));
    }

    private static ChangeOffer.Command stockDelta(CommandBody body) {
        long delta = body.number("delta", -STOCK_DELTA_MAX, STOCK_DELTA_MAX);
        if (delta == 0) {
            body.wrong("delta", "must not be 0");
        }
        return ChangeOffer.Command.stock(delta);
    }

    private void put(RoutingContext context, Caller caller) {
        requests.creation(
                context,
                "session",
                SessionId::parse,
                session -> requests.creation(
                        context,
                        "offer",
                        OfferRoutes::offerId,
                        offer -> requests.read(
                                context,
                                caller,
                                OfferBody::parse,
                                (body, command) -> carryOut(
                                        context,
                                        session,
                                        offer,
                                        ChangeOffer.Command.put(body.terms(), body.stock()),
                                        command))));
    }

    /** Stock is the one command whose repeat would be another: it must have a key. */
    private void stock(RoutingContext context, Caller caller) {
        gate.parsed(
                context,
                Headers.idempotencyKey(context.request()),
                key -> command(context, caller, OfferRoutes::stockDelta));
    }

    private void command(RoutingContext context, Caller caller, Function<CommandBody, ChangeOffer.Command> parse) {
        gate.session(
                context,
                session -> offer(
                        context,
                        offer -> requests.read(
                                context,
                                caller,
                                body -> new Reasoned(
                                        parse.apply(body),
                                        body.optionalText(CommandRequests.REASON, CommandRequests.REASON_LENGTH_MAX)),
                                (reasoned, command) -> carryOut(
                                        context,
                                        session,
                                        offer,
                                        reasoned.change(),
                                        command.because(reasoned.reason())))));
    }

    private void offer(RoutingContext context, Consumer<String> next) {
        Optional<String> offer = offerId(context.pathParam("offer"));
        if (offer.isPresent()) {
            next.accept(offer.get());
        } else {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "That is not the id of an offer.");
        }
    }

    private void carryOut(
            RoutingContext context, SessionId session, String offer, ChangeOffer.Command change, Command command) {
        gate.answer(context, commands.change(session, offer, change, command), changed -> reply(context, changed));
    }

    private void reply(RoutingContext context, Changed changed) {
        context.response()
                .putHeader(HttpHeaders.ETAG, Headers.etag(changed.offer().version()));
        gate.replies()
                .json(
                        context.request(),
                        changed.change() == Change.CREATED ? 201 : 200,
                        json -> SessionJson.write(json, changed.offer()));
    }

    private static Optional<String> offerId(String text) {
        return Ids.isId(text) ? Optional.of(text) : Optional.empty();
    }
}
