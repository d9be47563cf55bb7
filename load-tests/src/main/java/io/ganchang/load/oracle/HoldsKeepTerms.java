package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A prepaid order is held first, at most as long as its offers say, and is not let go before its time. */
final class HoldsKeepTerms implements Promise {

    @Override
    public String sentence() {
        return "an order is held if a line is prepaid, for as long as the offer says, and not let go before";
    }

    @Override
    public Stream<String> broken(Books books) {
        List<String> broken = new ArrayList<>();
        for (OrderStep step : OrderStep.of(books.ledger())) {
            StoredEvent event = step.event();
            Dealings deal = books.buyers().ofOrder(books.ledger().session() + '.' + event.subject());
            if (step.isFirst() && deal != null) {
                begin(step, deal.holdMs(books.buyers().offers()), broken);
            }
            if (event.isExpired() && event.atMs() < step.after().heldUntilMs()) {
                broken.add(event + " comes before the hold is over");
            }
        }
        return broken.stream();
    }

    private static void begin(OrderStep step, OptionalLong holdMs, List<String> broken) {
        OrderFields order = step.after();
        long heldMs = order.heldUntilMs() - step.event().atMs();
        if (order.isHeld() != holdMs.isPresent()) {
            broken.add(step.event() + " is not how an order of these offers begins");
        } else if (order.isHeld() && (heldMs <= 0 || heldMs > holdMs.getAsLong())) {
            broken.add(step.event() + " holds for " + heldMs + " ms instead of " + holdMs.getAsLong());
        }
    }
}
