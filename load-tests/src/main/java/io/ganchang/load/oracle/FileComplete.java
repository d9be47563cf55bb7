package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fulfilment hears of every confirmed order, every cancel and every refund once, in order, and of nothing else. */
final class FileComplete implements Promise {

    @Override
    public String sentence() {
        return "each confirmed, cancelled and refunded order is in the file exactly once, in order";
    }

    @Override
    public Stream<String> broken(Books books) {
        Map<String, StoredEvent> expected = expected(books.ledger());
        List<String> broken = new ArrayList<>(books.file().flaws());
        Map<String, Long> seen = books.file().lines().stream()
                .collect(Collectors.groupingBy(FulfilmentFile.Line::id, LinkedHashMap::new, Collectors.counting()));
        seen.forEach((id, times) -> {
            if (!expected.containsKey(id)) {
                broken.add("event " + id + " is in the file and not in the ledger");
            } else if (times > 1) {
                broken.add("event " + id + " is in the file " + times + " times");
            }
        });
        expected.keySet().stream()
                .filter(id -> !seen.containsKey(id))
                .forEach(id -> broken.add("event " + id + " is not in the file"));
        broken.addAll(disorder(expected.keySet(), seen.keySet()));
        broken.addAll(contents(books, expected));
        return broken.stream();
    }

    private static Map<String, StoredEvent> expected(LedgerSnapshot ledger) {
        Map<String, StoredEvent> expected = new LinkedHashMap<>();
        ledger.events().stream()
                .filter(StoredEvent::goesOut)
                .forEach(event -> expected.put(ledger.session() + '.' + event.epoch() + '.' + event.seq(), event));
        return expected;
    }

    private static List<String> disorder(Set<String> expected, Set<String> seen) {
        Iterator<String> inOrder = expected.stream().filter(seen::contains).iterator();
        return seen.stream()
                .filter(expected::contains)
                .filter(id -> !id.equals(inOrder.next()))
                .limit(1)
                .map(id -> "event " + id + " is out of order in the file")
                .toList();
    }

    private static List<String> contents(Books books, Map<String, StoredEvent> expected) {
        Map<String, StoredOrder> orders =
                books.ledger().orders().stream().collect(Collectors.toMap(StoredOrder::id, Function.identity()));
        List<String> broken = new ArrayList<>();
        for (FulfilmentFile.Line line : books.file().lines()) {
            StoredEvent event = expected.get(line.id());
            StoredOrder order = orders.get(line.subject());
            if (event != null
                    && (order == null
                            || !agrees(line, event, order, books.ledger().session()))) {
                broken.add("event " + line.id() + " says something else in the file");
            }
        }
        return broken;
    }

    private static String stateName(OrderFields order) {
        if (order.isConfirmed()) {
            return "confirmed";
        }
        if (order.isCancelled()) {
            return "cancelled";
        }
        return order.isExpired() ? "expired" : "held";
    }

    private static boolean agrees(FulfilmentFile.Line line, StoredEvent event, StoredOrder order, String session) {
        return line.type().equals("io.ganchang." + event.type() + ".v1")
                && line.subject().equals(session + '.' + event.subject())
                && line.state().equals(stateName(event.order()))
                && line.lines().equals(event.order().lines())
                && Objects.equals(line.recipient(), order.recipient());
    }
}
