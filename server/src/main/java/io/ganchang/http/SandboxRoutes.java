package io.ganchang.http;

import io.ganchang.payment.sandbox.SandboxGateway;
import io.ganchang.payment.sandbox.SandboxProvider;
import io.ganchang.payment.sandbox.SandboxTicket;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The sandbox's page, on which buyers pay or decline. Whoever has the link may do either, as with any payment page. */
final class SandboxRoutes {
    private static final String PAY = "action=pay";
    private static final String DECLINE = "action=decline";
    private static final String DECLINED = "?payment=declined";
    private static final String HTML = "text/html; charset=utf-8";

    private final SandboxGateway gateway;
    private final SandboxProvider provider;
    private final InstantSource clock;
    private final BoundedBody body;
    private final Gate gate;

    SandboxRoutes(SandboxGateway gateway, SandboxProvider provider, InstantSource clock, BoundedBody body, Gate gate) {
        this.gateway = gateway;
        this.provider = provider;
        this.clock = clock;
        this.body = body;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get(SandboxGateway.PAGE + ":token")
                .handler(context -> ticket(
                        context,
                        ticket -> reply(
                                context, 200, SandboxPage.in(language(context)).ask(ticket, clock.millis()))));
        router.post(SandboxGateway.PAGE + ":token")
                .handler(context -> body.readAny(
                        context.request(),
                        form -> ticket(
                                context, ticket -> decide(context, ticket, new String(form, StandardCharsets.UTF_8)))));
    }

    private void ticket(RoutingContext context, Consumer<SandboxTicket> next) {
        Optional<SandboxTicket> ticket = gateway.ticket(context.pathParam("token"));
        if (ticket.isPresent()) {
            next.accept(ticket.get());
        } else {
            reply(context, 404, SandboxPage.in(language(context)).gone());
        }
    }

    private void decide(RoutingContext context, SandboxTicket ticket, String form) {
        switch (form) {
            case PAY -> pay(context, ticket);
            case DECLINE -> goTo(context, ticket.returnTo() + DECLINED);
            default ->
                gate.replies().invalid(context.request(), List.of(new FieldError("action", "must be pay or decline")));
        }
    }

    /** To the end of the connection on which the page was asked for: it is this server, whatever it is called outside. */
    private void pay(RoutingContext context, SandboxTicket ticket) {
        HttpServerRequest request = context.request();
        provider.tellPaid(ticket, request.localAddress())
                .onSuccess(taken -> {
                    if (taken) {
                        goTo(context, ticket.returnTo());
                    } else {
                        reply(context, 503, SandboxPage.in(language(context)).askAgain(ticket, clock.millis()));
                    }
                })
                .onFailure(failure -> gate.failed(context, failure));
    }

    private void goTo(RoutingContext context, String path) {
        context.response().putHeader(HttpHeaders.LOCATION, path);
        gate.replies().text(context.request(), 303, "", "");
    }

    /** Parameters it does not know it passes over: apps add their own to links. */
    private static Language language(RoutingContext context) {
        return Language.of(context) instanceof Parsed.Valid<Language> asked
                ? asked.value()
                : Language.preferred(context);
    }

    private void reply(RoutingContext context, int status, Buffer page) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", SandboxPage.CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language(context).tag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        gate.replies().text(context.request(), status, HTML, page.toString(StandardCharsets.UTF_8));
    }
}
