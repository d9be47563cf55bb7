package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry.Acked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Repeating a request never has a second effect. */
final class OneOrderPerKey implements Promise {

    @Override
    public String sentence() {
        return "one key makes one order, and every repeat answers with it";
    }

    @Override
    public Stream<String> broken(Books books) {
        return Stream.of(answers(books), owners(books), stored(books)).flatMap(List::stream);
    }

    private static List<String> answers(Books books) {
        List<String> broken = new ArrayList<>();
        for (Dealings deal : books.buyers().dealings()) {
            long orders = deal.successes(Act.PLACE).map(Acked::id).distinct().count();
            if (orders > 1) {
                broken.add(deal + " was answered with " + orders + " orders");
            }
            long births = deal.successes(Act.PLACE)
                    .filter(answer -> !answer.replayed())
                    .count();
            if (births > 1) {
                broken.add(deal + " was answered " + births + " times as new");
            }
        }
        return broken;
    }

    private static List<String> owners(Books books) {
        return books.buyers().dealings().stream()
                .flatMap(deal -> deal.successes(Act.PLACE)
                        .map(Acked::id)
                        .filter(Objects::nonNull)
                        .distinct()
                        .filter(order -> books.buyers().ofOrder(order) != deal)
                        .map(order -> "order " + order + " was given to " + deal + " and to another"))
                .toList();
    }

    private static List<String> stored(Books books) {
        Map<Dealings, Set<String>> orders = new HashMap<>();
        for (StoredOrder order : books.ledger().orders()) {
            Dealings deal = books.buyers().of(order);
            if (deal != null) {
                orders.computeIfAbsent(deal, unused -> new HashSet<>()).add(order.id());
            }
        }
        List<String> broken = new ArrayList<>();
        orders.forEach((deal, ids) -> {
            if (ids.size() > 1) {
                broken.add(deal + " is stored as " + ids.size() + " orders");
            }
        });
        return broken;
    }
}
