package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.stream.Stream;

/** A refusal is true: what was refused for good has no effect. */
final class RefusedIsNotStored implements Promise {

    @Override
    public String sentence() {
        return "what was refused for good is not stored";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.ledger().orders().stream().flatMap(order -> {
            Dealings deal = books.buyers().of(order);
            boolean refused = deal != null
                    && !deal.isPlaced()
                    && deal.finalRefusals(Act.PLACE).findAny().isPresent();
            return refused ? Stream.of("order " + order.id() + " is stored, " + deal + " was refused") : Stream.of();
        });
    }
}
