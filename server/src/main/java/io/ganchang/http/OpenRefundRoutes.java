package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.Role;
import io.ganchang.domain.Words;
import io.ganchang.ledger.OpenRefund;
import io.ganchang.ledger.OpenRefunds;
import io.ganchang.ledger.RefundRow;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.OrderJson;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What ops see of the refunds that are not carried out, and how they have one tried again. */
final class OpenRefundRoutes {
    private static final Set<Role> OPS = Set.of(Role.OPS);
    private static final String STATE = "state";
    private static final String STUCK = "stuck";
    private static final String DUE = "due";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final OpenRefunds refunds;
    private final CommandRequests requests;
    private final Gate gate;

    OpenRefundRoutes(OpenRefunds refunds, CommandRequests requests, Gate gate) {
        this.refunds = refunds;
        this.requests = requests;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get("/v1/refunds").handler(context -> gate.admit(context, OPS, caller -> list(context)));
        router.post("/v1/refunds/:refund/retry")
                .handler(context ->
                        gate.admit(context, OPS, caller -> requests.readNothing(context, () -> retry(context))));
    }

    private void list(RoutingContext context) {
        if (gate.hasOnly(context, STATE, Paging.LIMIT, Paging.AFTER)) {
            gate.parsed(
                    context,
                    isStuck(context),
                    stuck -> gate.parsed(
                            context,
                            Paging.limit(context),
                            limit -> gate.parsed(
                                    context,
                                    Paging.after(context, OpenRefundRoutes::id, "a refund"),
                                    after -> page(context, stuck, limit, after.orElse("")))));
        }
    }

    private static Parsed<Boolean> isStuck(RoutingContext context) {
        String word = String.valueOf(context.queryParams().get(STATE));
        return word.equals(STUCK) || word.equals(DUE)
                ? new Parsed.Valid<>(word.equals(STUCK))
                : Parsed.invalid(STATE, "must be due or stuck");
    }

    private static Optional<String> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private void page(RoutingContext context, boolean stuck, int limit, String after) {
        gate.answerValue(
                context,
                OnCallersLoop.of(refunds.page(stuck, after, limit)),
                found -> gate.replies()
                        .json(context.request(), 200, Paging.page(found, next(found, limit), OpenRefundRoutes::write)));
    }

    private static @Nullable String next(List<OpenRefund> page, int limit) {
        return page.size() < limit ? null : page.get(page.size() - 1).refund().id();
    }

    private void retry(RoutingContext context) {
        Optional<String> id = id(String.valueOf(context.pathParam("refund")));
        if (id.isEmpty()) {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "That is not the id of a refund.");
            return;
        }
        gate.answer(
                context,
                OnCallersLoop.of(refunds.retry(id.get()))
                        .map(found -> found.map(Outcome::done)
                                .orElseGet(() -> Outcome.refused(Problem.NOT_FOUND, "There is no such refund."))),
                refund -> gate.replies().json(context.request(), 200, json -> write(json, refund)));
    }

    private static void write(JsonGenerator json, OpenRefund open) throws IOException {
        RefundRow refund = open.refund();
        boolean isDone = refund.state() == RefundState.DONE;
        json.writeStartObject();
        json.writeStringField("id", refund.id());
        json.writeStringField("order", refund.order());
        json.writeStringField("gateway", refund.payment().gateway());
        json.writeStringField("paymentId", refund.payment().paymentId());
        json.writeNumberField("amountMinor", refund.amountMinor());
        json.writeStringField("currency", refund.currency());
        json.writeStringField(STATE, open.stuck() ? STUCK : Words.of(refund.state()));
        json.writeStringField("reason", refund.reason());
        json.writeStringField("createdAt", OrderJson.time(refund.createdMs()));
        json.writeNumberField("attempts", open.attempts());
        json.writeStringField(
                "nextAttemptAt",
                isDone || open.stuck() ? null : OrderJson.time(Math.max(open.nextMs(), refund.createdMs())));
        json.writeStringField("lastError", open.lastError());
        json.writeEndObject();
    }
}
