package io.ganchang.http;

import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.RefundWish;
import io.ganchang.ordering.OrderRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of {@code POST /v1/orders/{order}/refunds}.
 *
 * @param reason why, in the host's words
 */
record RefundBody(RefundWish wish, String reason) {
    private static final String LINES = "lines";
    private static final String AMOUNT = "amountMinor";
    private static final int REASON_LENGTH_MAX = 200;

    static RefundBody parse(CommandBody body) {
        return new RefundBody(wish(body), body.text(CommandRequests.REASON, REASON_LENGTH_MAX));
    }

    private static RefundWish wish(CommandBody body) {
        boolean byLine = body.has(LINES);
        if (byLine == body.has(AMOUNT)) {
            body.wrong(AMOUNT, "give either lines or amountMinor");
        }
        return byLine
                ? new RefundWish.Lines(lines(body))
                : new RefundWish.Amount(body.numberOr(1, AMOUNT, 1, PaymentNotice.AMOUNT_MINOR_MAX));
    }

    /** In the order of the offers, so that a repeat may have them in another one. */
    private static List<RefundWish.Line> lines(CommandBody body) {
        List<RefundWish.Line> lines = body.objects(
                LINES,
                OrderRequest.LINES_MAX,
                line -> new RefundWish.Line(line.id("offer"), line.number("quantity", 1, OrderRequest.QUANTITY_MAX)));
        Set<String> offers = new HashSet<>();
        lines.forEach(line -> {
            if (!offers.add(line.offer())) {
                body.wrong(LINES, "must name an offer once");
            }
        });
        return lines.stream()
                .sorted(Comparator.comparing(RefundWish.Line::offer))
                .toList();
    }
}
