package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry.Acked;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** No acknowledged order is lost. */
final class AckedIsStored implements Promise {

    @Override
    public String sentence() {
        return "every acknowledged order is stored";
    }

    @Override
    public Stream<String> broken(Books books) {
        Set<String> stored =
                books.ledger().orders().stream().map(StoredOrder::id).collect(Collectors.toSet());
        return books.buyers().dealings().stream()
                .flatMap(deal -> deal.successes(Act.PLACE)
                        .map(Acked::id)
                        .distinct()
                        .filter(order -> !stored.contains(order))
                        .map(order -> "order " + order + " of " + deal + " was acknowledged and is not stored"));
    }
}
