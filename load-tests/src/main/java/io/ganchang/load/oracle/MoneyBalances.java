package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import io.ganchang.load.journal.JournalEntry.RefundWanted;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The equation of money: what came in less what went back is what the confirmed orders cost less what hosts gave back of
 * them.
 *
 * <p>The one side is counted from the payments and refunds of the ledger. The other is counted from what buyers asked for
 * at the prices they were shown, and from the refunds that hosts were promised; of the ledger it believes only which
 * orders are confirmed.
 */
final class MoneyBalances implements Promise {
    /** In which everything is sold. */
    private static final String CURRENCY = "CNY";

    @Override
    public String sentence() {
        return "per currency, paid less refunded is what confirmed orders cost less what hosts gave back";
    }

    @Override
    public Stream<String> broken(Books books) {
        Map<String, Long> in = keptMinor(books.ledger());
        Map<String, Long> earned = Map.of(CURRENCY, earnedMinor(books));
        Set<String> currencies = new TreeSet<>(in.keySet());
        currencies.addAll(earned.keySet());
        return currencies.stream()
                .filter(currency -> !in.getOrDefault(currency, 0L).equals(earned.getOrDefault(currency, 0L)))
                .map(currency -> currency + ": " + in.getOrDefault(currency, 0L) + " was kept, "
                        + earned.getOrDefault(currency, 0L) + " earned");
    }

    private static Map<String, Long> keptMinor(LedgerSnapshot ledger) {
        Map<String, Long> sums = new TreeMap<>();
        MoneyBook book = MoneyBook.of(ledger);
        book.payments().values().forEach(paid -> sums.merge(paid.currency(), paid.amountMinor(), Long::sum));
        book.refunds()
                .values()
                .forEach(refund -> sums.merge(refund.currency, -refund.done() * refund.amountMinor, Long::sum));
        return sums;
    }

    private static long earnedMinor(Books books) {
        long sum = 0;
        for (StoredOrder order : books.ledger().orders()) {
            Dealings deal = books.buyers().of(order);
            if (deal != null && order.fields().isConfirmed() && isPrepaid(deal, books.buyers())) {
                sum += costMinor(deal, books.buyers()) - givenBackMinor(deal);
            }
        }
        return sum;
    }

    private static boolean isPrepaid(Dealings deal, BuyersBook buyers) {
        return deal.holdMs(buyers.offers()).isPresent();
    }

    private static long costMinor(Dealings deal, BuyersBook buyers) {
        return deal.wanted().lines().stream()
                .mapToLong(line -> {
                    Offered offer = buyers.offers().get(line.offer());
                    return offer == null ? 0 : line.quantity() * offer.priceMinor();
                })
                .sum();
    }

    private static long givenBackMinor(Dealings deal) {
        return deal.refunds().stream()
                .filter(wanted -> deal.successes(wanted.act()).findAny().isPresent())
                .mapToLong(RefundWanted::amountMinor)
                .sum();
    }
}
