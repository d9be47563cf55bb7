package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Change;
import io.ganchang.domain.Role;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import io.ganchang.domain.Words;
import io.ganchang.redis.ChangeSession.Move;
import io.ganchang.session.SessionCommands;
import io.ganchang.session.Sessions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/** What everyone may see of sessions, and the commands of their hosts. */
final class SessionRoutes {
    private static final Set<Role> HOSTS = Set.of(Role.HOST, Role.OPS);
    private static final String STATE = "state";

    private final Sessions sessions;
    private final SessionCommands commands;
    private final CommandRequests requests;
    private final Gate gate;

    SessionRoutes(Sessions sessions, SessionCommands commands, CommandRequests requests, Gate gate) {
        this.sessions = sessions;
        this.commands = commands;
        this.requests = requests;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get("/v1/sessions").handler(this::list);
        router.get("/v1/sessions/:session").handler(this::find);
        router.put("/v1/sessions/:session")
                .handler(context -> gate.admit(context, HOSTS, caller -> put(context, caller)));
        for (Move move : Move.values()) {
            router.post("/v1/sessions/:session/" + move.word())
                    .handler(context -> gate.admit(context, HOSTS, caller -> move(context, caller, move)));
        }
    }

    private void find(RoutingContext context) {
        if (gate.hasOnly(context)) {
            gate.session(
                    context,
                    session -> gate.answer(context, sessions.find(session), found -> reply(context, 200, found)));
        }
    }

    private void list(RoutingContext context) {
        if (!gate.hasOnly(context, Paging.LIMIT, Paging.AFTER, STATE)) {
            return;
        }
        gate.parsed(
                context,
                Paging.limit(context),
                limit -> gate.parsed(
                        context,
                        state(context),
                        state -> gate.parsed(
                                context,
                                Paging.after(context, SessionId::parse, "a session"),
                                after -> gate.answer(
                                        context, sessions.list(state, after, limit), page -> reply(context, page)))));
    }

    private void reply(RoutingContext context, Sessions.Page page) {
        String next = page.next().map(SessionId::value).orElse(null);
        gate.replies().json(context.request(), 200, Paging.page(page.sessions(), next, SessionJson::write));
    }

    private static Parsed<Optional<SessionState>> state(RoutingContext context) {
        String word = context.queryParams().get(STATE);
        if (word == null) {
            return new Parsed.Valid<>(Optional.empty());
        }
        Optional<SessionState> state = Words.find(SessionState.class, word);
        return state.isPresent() ? new Parsed.Valid<>(state) : Parsed.invalid(STATE, Texts.oneOf(SessionState.class));
    }

    private void put(RoutingContext context, Caller caller) {
        requests.creation(
                context,
                "session",
                SessionId::parse,
                session -> requests.read(
                        context,
                        caller,
                        SessionBody::parse,
                        (body, command) -> gate.answer(
                                context,
                                commands.put(session, body::terms, command),
                                changed -> reply(
                                        context, changed.change() == Change.CREATED ? 201 : 200, changed.session()))));
    }

    private void move(RoutingContext context, Caller caller, Move move) {
        gate.session(
                context,
                session -> requests.read(
                        context,
                        caller,
                        body -> body.optionalText(CommandRequests.REASON, CommandRequests.REASON_LENGTH_MAX),
                        (reason, command) -> gate.answer(
                                context,
                                commands.move(session, move, command.because(reason)),
                                changed -> reply(context, 200, changed.session()))));
    }

    private void reply(RoutingContext context, int status, Session session) {
        context.response().putHeader(HttpHeaders.ETAG, Headers.etag(session.version()));
        gate.replies().json(context.request(), status, json -> SessionJson.write(json, session));
    }
}
