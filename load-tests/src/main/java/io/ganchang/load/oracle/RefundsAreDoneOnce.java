package io.ganchang.load.oracle;

import io.ganchang.load.oracle.MoneyBook.Paid;
import io.ganchang.load.oracle.MoneyBook.Return;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is to be given back is given back: once, as it came due, and never more than was paid. */
final class RefundsAreDoneOnce implements Promise {

    @Override
    public String sentence() {
        return "every refund that came due was carried out exactly once, none beyond its payment";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        List<String> broken = new ArrayList<>();
        Map<String, StoredRefund> rows = new HashMap<>();
        books.ledger().refunds().forEach(row -> rows.put(row.id(), row));
        for (Return refund : book.refunds().values()) {
            events(refund, book, broken);
            row(refund, rows.remove(refund.id), broken);
        }
        book.payments().values().stream()
                .filter(paid -> book.keptMinor(paid) < 0)
                .forEach(paid -> broken.add("more was given back than paid of payment " + paid.id()));
        rows.values().stream()
                .filter(row -> !row.stray())
                .forEach(row -> broken.add("refund " + row.id() + " has a row and no events"));
        broken.addAll(strays(books.ledger()));
        return broken.stream();
    }

    private static void events(Return refund, MoneyBook book, List<String> broken) {
        if (refund.due() != 1 || refund.done() != 1) {
            broken.add(refund + " came due " + times(refund.due()) + " and was carried out " + times(refund.done()));
        }
        Paid paid = book.payment(refund.payment);
        if (refund.isChanged()) {
            broken.add(refund + " was carried out as something else than what came due");
        }
        if (paid == null
                || !paid.currency().equals(refund.currency)
                || !paid.order().equals(refund.order)
                || refund.amountMinor <= 0) {
            broken.add(refund + " does not fit its payment");
        }
    }

    private static void row(Return refund, @Nullable StoredRefund row, List<String> broken) {
        if (row == null
                || row.isDone() != (refund.done() > 0)
                || row.stray()
                || row.amountMinor() != refund.amountMinor
                || !row.reason().equals(refund.reason)
                || !row.payment().equals(refund.payment)) {
            broken.add(refund + " has another row than its events");
        }
    }

    /** Money that belongs to no session goes back whole, in one refund. */
    private static List<String> strays(LedgerSnapshot ledger) {
        List<String> broken = new ArrayList<>();
        Map<String, List<StoredRefund>> refunds = ledger.refunds().stream()
                .filter(StoredRefund::stray)
                .collect(Collectors.groupingBy(StoredRefund::payment));
        ledger.payments().stream().filter(StoredPayment::stray).forEach(paid -> {
            List<StoredRefund> back = refunds.getOrDefault(paid.id(), List.of());
            boolean whole = back.size() == 1
                    && back.get(0).isDone()
                    && back.get(0).amountMinor() == paid.amountMinor()
                    && back.get(0).currency().equals(paid.currency());
            if (!whole) {
                broken.add("payment " + paid.id() + " of no session did not go back whole and once");
            }
        });
        return broken;
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }
}
