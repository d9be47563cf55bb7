package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.stream.Stream;

/** An acknowledged cancel holds, and nothing is cancelled that nobody cancelled. */
final class CancelsStand implements Promise {

    @Override
    public String sentence() {
        return "an order stands cancelled if its cancel was acknowledged, and only if one was sent";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.ledger().orders().stream().flatMap(order -> {
            Dealings deal = books.buyers().of(order);
            if (deal == null) {
                return Stream.of();
            }
            boolean cancelled = order.fields().isCancelled();
            if (!cancelled && deal.successes(Act.CANCEL).findAny().isPresent()) {
                return Stream.of("order " + order.id() + " stands although its cancel was acknowledged");
            }
            if (cancelled && !deal.wasSent(Act.CANCEL)) {
                return Stream.of("order " + order.id() + " was cancelled by nobody");
            }
            return Stream.of();
        });
    }
}
