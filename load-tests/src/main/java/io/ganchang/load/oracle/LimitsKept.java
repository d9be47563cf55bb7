package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nobody ever has more of an offer in standing orders than its limit allows. */
final class LimitsKept implements Promise {

    private record Share(String viewer, String offer) {}

    @Override
    public String sentence() {
        return "no viewer exceeds an offer's limit";
    }

    @Override
    public Stream<String> broken(Books books) {
        Map<Share, Long> shares = new HashMap<>();
        Set<String> broken = new LinkedHashSet<>();
        for (OrderStep step : OrderStep.of(books.ledger())) {
            OrderFields order = step.after();
            order.lines().forEach(line -> {
                Share share = new Share(order.viewer(), line.offer());
                long units = shares.merge(share, step.claim() * line.quantity(), Long::sum);
                if (exceeds(units, books.buyers().offers().get(line.offer()))) {
                    broken.add("viewer " + share.viewer() + " has " + units + " of " + share.offer());
                }
            });
        }
        return broken.stream();
    }

    private static boolean exceeds(long units, @Nullable Offered offer) {
        return offer != null && offer.limitPerViewer() > 0 && units > offer.limitPerViewer();
    }
}
