package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.stream.Stream;

/** Every request gets a true answer, in the end: asking again with the same key resolves what was unknown. */
final class UnknownsResolved implements Promise {

    @Override
    public String sentence() {
        return "every request and every notice is answered, every unknown is resolved by asking again";
    }

    @Override
    public Stream<String> broken(Books books) {
        Stream<String> requests = books.buyers().dealings().stream()
                .flatMap(deal -> Stream.of(Act.values())
                        .filter(act -> act == Act.PLACE || deal.wasSent(act))
                        .filter(act -> isOpen(deal, act))
                        .map(act -> deal + " has no final answer to " + act));
        Stream<String> payments = books.buyers().charges().values().stream()
                .flatMap(charge -> charge.open().map(notice -> "notice " + notice + " was never taken"));
        return Stream.concat(requests, payments);
    }

    private static boolean isOpen(Dealings deal, Act act) {
        return deal.successes(act).findAny().isEmpty()
                && deal.finalRefusals(act).findAny().isEmpty();
    }
}
