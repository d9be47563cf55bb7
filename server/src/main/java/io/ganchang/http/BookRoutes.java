package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Event;
import io.ganchang.domain.EventId;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.Words;
import io.ganchang.ledger.OrderSearch;
import io.ganchang.session.SessionBooks;
import io.vertx.core.Future;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What hosts read of their sessions: the orders, as a list and as a file, and the log of commands. */
final class BookRoutes {
    private static final Set<Role> HOSTS = Set.of(Role.HOST, Role.OPS);
    private static final String STATE = "state";
    private static final String PHONE = "phoneLast4";
    private static final String CSV = "text/csv";

    /** Most files on their way out of one event loop. */
    private static final int FILES_MAX = 4;

    private final SessionBooks books;
    private final Gate gate;
    private int files;

    BookRoutes(SessionBooks books, Gate gate) {
        this.books = books;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get("/v1/sessions/:session/orders")
                .handler(context -> gate.admit(context, HOSTS, caller -> orders(context, caller)));
        router.get("/v1/sessions/:session/log")
                .handler(context -> gate.admit(context, HOSTS, caller -> log(context, caller)));
    }

    private void orders(RoutingContext context, Caller caller) {
        gate.session(context, session -> {
            if (wantsCsv(context)) {
                file(context, caller, session);
            } else {
                list(context, caller, session);
            }
        });
    }

    /** Whether the caller likes CSV more than JSON, which is given to everyone else. */
    private static boolean wantsCsv(RoutingContext context) {
        for (MIMEHeader type : context.parsedHeaders().accept()) {
            if (type.value().equalsIgnoreCase(CSV)) {
                return type.weight() > 0;
            }
            if (type.subComponent().equals("json") || type.component().equals("*")) {
                return false;
            }
        }
        return false;
    }

    private void list(RoutingContext context, Caller caller, SessionId session) {
        if (!gate.hasOnly(context, STATE, PHONE, Paging.LIMIT, Paging.AFTER)) {
            return;
        }
        gate.parsed(
                context,
                Paging.limit(context),
                limit -> search(
                        context,
                        (search, after) -> page(
                                context,
                                caller,
                                session,
                                open -> gate.answerValue(
                                        context,
                                        open.orders(search, after, limit),
                                        found -> gate.replies()
                                                .json(
                                                        context.request(),
                                                        200,
                                                        Paging.page(
                                                                found.orders(),
                                                                found.next()
                                                                        .map(OrderId::toString)
                                                                        .orElse(null),
                                                                DeliveredOrderJson::write))))));
    }

    private void page(RoutingContext context, Caller caller, SessionId session, Consumer<SessionBooks.Open> next) {
        gate.answer(context, books.open(caller, session), next);
    }

    /** What a search goes on with. */
    @FunctionalInterface
    private interface Searching {
        void go(OrderSearch search, Optional<OrderId> after);
    }

    private void search(RoutingContext context, Searching next) {
        gate.parsed(
                context,
                state(context),
                state -> gate.parsed(
                        context,
                        phoneLast4(context),
                        digits -> gate.parsed(
                                context,
                                Paging.after(context, OrderId::parse, "an order"),
                                after -> next.go(new OrderSearch(state, digits), after))));
    }

    private static Parsed<Optional<OrderState>> state(RoutingContext context) {
        String word = context.queryParams().get(STATE);
        if (word == null) {
            return new Parsed.Valid<>(Optional.empty());
        }
        Optional<OrderState> state = Words.find(OrderState.class, word);
        return state.isPresent() ? new Parsed.Valid<>(state) : Parsed.invalid(STATE, Texts.oneOf(OrderState.class));
    }

    private static Parsed<Optional<String>> phoneLast4(RoutingContext context) {
        String digits = context.queryParams().get(PHONE);
        return digits == null || digits.matches("[0-9]{" + OrderSearch.PHONE_DIGITS + "}")
                ? new Parsed.Valid<>(Optional.ofNullable(digits))
                : Parsed.invalid(PHONE, "must be the last four digits of a telephone number");
    }

    private void file(RoutingContext context, Caller caller, SessionId session) {
        if (!gate.hasOnly(context, STATE, PHONE, Paging.AFTER)) {
            return;
        }
        if (files >= FILES_MAX) {
            gate.replies().problem(context.request(), Problem.OVERLOADED, "Too many files are being sent.");
            return;
        }
        search(context, (search, after) -> {
            files++;
            Future<Outcome<SessionBooks.Open>> opened = books.open(caller, session);
            gate.answer(context, opened, open -> send(context, session, open, search, after));
            opened.onComplete(done -> {
                if (!(done.result() instanceof Outcome.Done<SessionBooks.Open>)) {
                    files--;
                }
            });
        });
    }

    private void send(
            RoutingContext context,
            SessionId session,
            SessionBooks.Open open,
            OrderSearch search,
            Optional<OrderId> after) {
        OrderFile file = new OrderFile(context.response(), from -> open.orders(search, from, OrderFile.PAGE));
        open.orders(search, after, OrderFile.PAGE)
                .onFailure(failure -> gate.failed(context, failure))
                .compose(first -> file.send(session + "-orders.csv", first))
                .onComplete(sent -> files--);
    }

    private void log(RoutingContext context, Caller caller) {
        if (!gate.hasOnly(context, Paging.LIMIT, Paging.AFTER)) {
            return;
        }
        gate.session(
                context,
                session -> gate.parsed(
                        context,
                        Paging.limit(context),
                        limit -> gate.parsed(
                                context,
                                Paging.after(context, text -> event(session, text), "an event of the session"),
                                after -> page(
                                        context,
                                        caller,
                                        session,
                                        open -> gate.answerValue(
                                                context,
                                                open.commandsBefore(
                                                        after.map(EventId::seq).orElse(Long.MAX_VALUE), limit),
                                                found -> reply(context, found, limit))))));
    }

    private static Optional<EventId> event(SessionId session, String text) {
        return EventId.parse(text).filter(event -> event.session().equals(session));
    }

    private void reply(RoutingContext context, List<Event> commands, int limit) {
        gate.replies().json(context.request(), 200, Paging.page(commands, next(commands, limit), CommandJson::write));
    }

    private static @Nullable String next(List<Event> page, int limit) {
        return page.size() < limit ? null : page.get(page.size() - 1).id().toString();
    }
}
