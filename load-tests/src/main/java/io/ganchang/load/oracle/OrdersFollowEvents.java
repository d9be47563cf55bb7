package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger's events have no gap, and its orders are what their events made of them. */
final class OrdersFollowEvents implements Promise {

    @Override
    public String sentence() {
        return "events have no gap, and each order is what its events made it";
    }

    @Override
    public Stream<String> broken(Books books) {
        LedgerSnapshot ledger = books.ledger();
        List<String> broken = new ArrayList<>();
        Map<String, StoredEvent> last = new HashMap<>();
        long next = 1;
        for (StoredEvent event : ledger.events()) {
            if (event.seq() != next) {
                broken.add("seq " + event.seq() + " follows " + (next - 1));
            }
            next = event.seq() + 1;
        }
        for (OrderStep step : OrderStep.of(ledger)) {
            StoredEvent before = last.put(ledger.session() + '.' + step.event().subject(), step.event());
            if (!step.isAllowed()) {
                broken.add(step.event() + " follows " + before);
            }
        }
        ledger.orders().forEach(order -> compare(order, last.remove(order.id()), broken));
        last.forEach((order, event) -> broken.add("order " + order + " has events and no row"));
        return broken.stream();
    }

    private static void compare(StoredOrder order, @Nullable StoredEvent event, List<String> broken) {
        if (event == null) {
            broken.add("order " + order.id() + " has a row and no events");
        } else if (!event.body().equals(order.record()) || event.seq() != order.seq()) {
            broken.add("order " + order.id() + " is not what " + event + " made it");
        }
    }
}
