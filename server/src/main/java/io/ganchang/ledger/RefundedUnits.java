package io.ganchang.ledger;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.RefundWish;
import io.ganchang.domain.RefundWish.Line;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a host's wish comes to for an order of a closed session; the rules are those of {@code refund_grant_1}.
 *
 * @param amountMinor to give back
 * @param units given back by line with it, as the order record spells them
 * @param refusal code and details of why there is no such refund; empty where there is one
 */
record RefundedUnits(long amountMinor, String units, Optional<String> refusal) {
    private static final String NONE = "-";

    /** @param before units given back by line before, as the order record spells them */
    static RefundedUnits of(Order order, String before, RefundWish wish) {
        return wish instanceof RefundWish.Amount amount
                ? new RefundedUnits(amount.amountMinor(), before, Optional.empty())
                : ofLines(order, before, ((RefundWish.Lines) wish).lines());
    }

    private static RefundedUnits ofLines(Order order, String before, List<Line> lines) {
        Map<String, Long> wanted = new HashMap<>();
        for (Line line : lines) {
            if (line.quantity() < 1 || wanted.put(line.offer(), line.quantity()) != null) {
                return refused("invalid_request malformed");
            }
        }
        if (wanted.isEmpty()) {
            return refused("invalid_request malformed");
        }
        return priced(order, parse(before), wanted);
    }

    private static RefundedUnits priced(Order order, Map<String, Long> units, Map<String, Long> wanted) {
        long amountMinor = 0;
        int met = 0;
        for (OrderLine line : order.lines()) {
            Long count = wanted.get(line.offer());
            if (count != null) {
                if (units.merge(line.offer(), count, Math::addExact) > line.quantity()) {
                    return refused("order_state units");
                }
                amountMinor += count * line.priceMinor();
                met++;
            }
        }
        return met < wanted.size()
                ? refused("invalid_request line")
                : new RefundedUnits(amountMinor, spell(order, units), Optional.empty());
    }

    private static RefundedUnits refused(String why) {
        return new RefundedUnits(0, NONE, Optional.of(why));
    }

    private static Map<String, Long> parse(String text) {
        Map<String, Long> units = new HashMap<>();
        if (!text.equals(NONE)) {
            for (String part : text.split(",", -1)) {
                int colon = part.indexOf(':');
                units.put(part.substring(0, colon), Long.valueOf(part.substring(colon + 1)));
            }
        }
        return units;
    }

    private static String spell(Order order, Map<String, Long> units) {
        return order.lines().stream()
                .map(OrderLine::offer)
                .filter(units::containsKey)
                .map(offer -> offer + ':' + units.get(offer))
                .collect(Collectors.joining(","));
    }
}
