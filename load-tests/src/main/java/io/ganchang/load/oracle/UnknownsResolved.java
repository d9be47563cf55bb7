package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.stream.Stream;

/** Every request gets a true answer, in the end: asking again with the same key resolves what was unknown. */
final class UnknownsResolved implements Promise {

    @Override
    public String sentence() {
        return "every request is answered, every unknown is resolved by asking again";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.buyers().dealings().stream()
                .flatMap(deal -> Stream.concat(
                        isOpen(deal, Act.PLACE) ? Stream.of(deal + " has no final answer") : Stream.of(),
                        deal.wasSent(Act.CANCEL) && isOpen(deal, Act.CANCEL)
                                ? Stream.of("the cancel of " + deal + " has no final answer")
                                : Stream.of()));
    }

    private static boolean isOpen(Dealings deal, Act act) {
        return deal.orders(act).findAny().isEmpty()
                && deal.finalRefusals(act).findAny().isEmpty();
    }
}
