package io.ganchang.load.baseline;

import io.ganchang.domain.Delivery;
import io.ganchang.domain.Problem;
import io.ganchang.domain.RequestedLine;
import io.ganchang.http.OrderIntake;
import io.ganchang.http.Tokens;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes orders as the server takes them and places them in a {@link UsualShop}. */
final class UsualRoute {
    private final OrderIntake intake;
    private final Tokens tokens;
    private final UsualShop shop;

    UsualRoute(OrderIntake intake, Tokens tokens, UsualShop shop) {
        this.intake = intake;
        this.tokens = tokens;
        this.shop = shop;
    }

    void handle(HttpServerRequest request) {
        intake.asking(request, tokens)
                .ifPresent(asking ->
                        intake.read(request, (body, lines, delivery) -> place(request, asking, lines, delivery)));
    }

    private void place(
            HttpServerRequest request,
            OrderIntake.Asking asking,
            List<RequestedLine> lines,
            @Nullable Delivery delivery) {
        if (lines.size() != 1 || delivery == null) {
            intake.problem(request, Problem.INVALID_REQUEST, "Here an order has one line, and is delivered.");
            return;
        }
        RequestedLine line = lines.get(0);
        shop.place(new UsualShop.Wish(
                        asking.caller().subject(),
                        asking.caller().channel(),
                        asking.idempotencyKey(),
                        line.offer(),
                        line.quantity(),
                        delivery))
                .onSuccess(answer -> answer(request, answer))
                .onFailure(failure -> intake.problem(request, Problem.OUTCOME_UNKNOWN, "Redis did not say."));
    }

    private void answer(HttpServerRequest request, UsualShop.Answer answer) {
        if (answer instanceof UsualShop.Answer.Placed placed) {
            intake.created(request, placed.replayed(), placed.order());
        } else if (answer instanceof UsualShop.Answer.SoldOut) {
            intake.problem(request, Problem.SOLD_OUT, "Nothing is left.");
        } else {
            intake.problem(request, Problem.VIEWER_LIMIT, "The limit for one viewer is reached.");
        }
    }
}
