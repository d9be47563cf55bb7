package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who pays what is due, and whose payment is acknowledged before the hold is over, gets the goods. */
final class PaidInTimeIsConfirmed implements Promise {

    @Override
    public String sentence() {
        return "an order whose payment was acknowledged in time was confirmed, unless it was cancelled before";
    }

    @Override
    public Stream<String> broken(Books books) {
        Map<String, OrderFields> orders = new HashMap<>();
        Set<String> settled = new HashSet<>();
        for (OrderStep step : OrderStep.of(books.ledger())) {
            String id = books.ledger().session() + '.' + step.event().subject();
            orders.put(id, step.after());
            if (step.after().isConfirmed() || step.after().isCancelled()) {
                settled.add(id);
            }
        }
        List<String> broken = new ArrayList<>();
        for (ChargeTold charge : books.buyers().charges().values()) {
            String order = charge.charged().order();
            if (isInTime(charge, orders.get(order)) && !settled.contains(order)) {
                broken.add("order " + order + " was paid in time by " + charge + " and was never confirmed");
            }
        }
        return broken.stream();
    }

    private static boolean isInTime(ChargeTold charge, @Nullable OrderFields order) {
        return order != null && charge.fits(order) && charge.recordedAtMs() < order.heldUntilMs();
    }
}
