package io.ganchang.load.oracle;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Nobody ever has more unpaid orders at a time than the session lets them have. */
final class HoldLimitKept implements Promise {

    @Override
    public String sentence() {
        return "no viewer has more unpaid orders at a time than the session allows";
    }

    @Override
    public Stream<String> broken(Books books) {
        long limit = books.buyers().holdsPerViewer();
        Map<String, Integer> holds = new HashMap<>();
        Set<String> broken = new LinkedHashSet<>();
        for (OrderStep step : OrderStep.of(books.ledger())) {
            String viewer = step.after().viewer();
            int held = holds.merge(viewer, step.holds(), Integer::sum);
            if (limit > 0 && held > limit) {
                broken.add("viewer " + viewer + " has " + held + " unpaid orders");
            }
        }
        return broken.stream();
    }
}
