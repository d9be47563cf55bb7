package io.ganchang.load.oracle;

import io.ganchang.load.oracle.MoneyBook.Paid;
import io.ganchang.load.oracle.MoneyBook.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whose order is confirmed has paid for it once; everybody else has their money back.
 *
 * <p>Does not believe an order's word for which payment confirmed it: it looks for the one payment of exactly the amount
 * of which nothing was given back unless a host asked for it.
 */
final class MoneyKeptIsEarned implements Promise {

    @Override
    public String sentence() {
        return "a confirmed prepaid order keeps one payment of its amount, and nobody else's money is kept";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        Map<String, List<Paid>> byOrder = book.byOrder();
        List<String> broken = new ArrayList<>();
        for (StoredOrder order : books.ledger().orders()) {
            List<Paid> payments = byOrder.remove(order.suffix());
            judge(order, payments == null ? List.of() : payments, book, broken);
        }
        byOrder.values().forEach(payments -> nothingKept(payments, book, "an order that does not exist", broken));
        return broken.stream();
    }

    private static void judge(StoredOrder order, List<Paid> payments, MoneyBook book, List<String> broken) {
        OrderFields fields = order.fields();
        if (!fields.isConfirmed() || !fields.wasHeld()) {
            nothingKept(payments, book, "order " + order.id() + ", which is " + order.state(), broken);
            return;
        }
        List<Paid> earned = payments.stream()
                .filter(paid -> paid.fits(fields))
                .filter(paid -> book.refundsOf(paid.id()).allMatch(Return::isRequested))
                .toList();
        if (earned.size() != 1) {
            broken.add("order " + order.id() + " is confirmed and keeps " + earned.size() + " payments of its amount");
        }
        List<Paid> others =
                payments.stream().filter(paid -> !earned.contains(paid)).toList();
        nothingKept(others, book, "order " + order.id() + " beside the one that it needs", broken);
    }

    private static void nothingKept(List<Paid> payments, MoneyBook book, String whose, List<String> broken) {
        payments.stream()
                .filter(paid -> book.keptMinor(paid) != 0)
                .forEach(paid ->
                        broken.add(book.keptMinor(paid) + " of payment " + paid.id() + " was kept for " + whose));
    }
}
