package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import io.ganchang.load.journal.JournalEntry.Wanted;
import io.ganchang.load.journal.Line;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Nothing is stored that nobody asked for, and what is stored is what was asked for. */
final class StoredIsSent implements Promise {

    @Override
    public String sentence() {
        return "every stored order was sent, with these contents";
    }

    @Override
    public Stream<String> broken(Books books) {
        return books.ledger().orders().stream().flatMap(order -> flaws(order, books.buyers()));
    }

    private static Stream<String> flaws(StoredOrder order, BuyersBook buyers) {
        Dealings deal = buyers.of(order);
        if (deal == null) {
            return Stream.of("order " + order.id() + " is stored and nobody sent it");
        }
        OrderFields fields = order.fields();
        Wanted wanted = deal.wanted();
        Stream.Builder<String> flaws = Stream.builder();
        if (!sorted(wanted.lines()).equals(sorted(withoutPrices(fields.lines())))) {
            flaws.add("order " + order.id() + " has other lines than " + deal);
        }
        if (!fields.viewer().equals(wanted.viewer())) {
            flaws.add("order " + order.id() + " has another viewer than " + deal);
        }
        if (!Objects.equals(order.recipient(), wanted.delivery())) {
            flaws.add("order " + order.id() + " has another recipient than " + deal);
        }
        if (!fields.lines().stream().allMatch(line -> isPriced(line, buyers))) {
            flaws.add("order " + order.id() + " has another price than its offer");
        }
        return flaws.build();
    }

    private static boolean isPriced(StoredLine line, BuyersBook buyers) {
        Offered offer = buyers.offers().get(line.offer());
        return offer != null && offer.priceMinor() == line.priceMinor();
    }

    private static List<Line> withoutPrices(List<StoredLine> lines) {
        return lines.stream()
                .map(line -> new Line(line.offer(), line.quantity()))
                .toList();
    }

    private static List<Line> sorted(List<Line> lines) {
        return lines.stream().sorted(Comparator.comparing(Line::offer)).toList();
    }
}
