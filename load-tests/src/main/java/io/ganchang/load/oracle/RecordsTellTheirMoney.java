package io.ganchang.load.oracle;

import io.ganchang.load.oracle.MoneyBook.Paid;
import io.ganchang.load.oracle.MoneyBook.Return;
import io.ganchang.load.oracle.OrderFields.Money;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an order says of its money is what its payments and refunds say. */
final class RecordsTellTheirMoney implements Promise {

    @Override
    public String sentence() {
        return "each order tells the money that was paid for it and given back";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        Map<String, List<Paid>> byOrder = book.byOrder();
        return books.ledger().orders().stream()
                .filter(order -> !agrees(order.fields(), byOrder.getOrDefault(order.suffix(), List.of()), book))
                .map(order -> "order " + order.id() + " tells other money than its payments and refunds");
    }

    private static boolean agrees(OrderFields order, List<Paid> payments, MoneyBook book) {
        List<Paid> own = payments.stream()
                .filter(paid -> paid.currency().equals(order.currency()))
                .toList();
        List<Return> refunds =
                own.stream().flatMap(paid -> book.refundsOf(paid.id())).toList();
        long paid = own.stream().mapToLong(Paid::amountMinor).sum();
        long granted = refunds.stream().mapToLong(refund -> refund.amountMinor).sum();
        long refunded = refunds.stream()
                .filter(refund -> refund.done() > 0)
                .mapToLong(refund -> refund.amountMinor)
                .sum();
        Money told = order.money();
        return told.paid() == paid
                && told.granted() == granted
                && told.refunded() == refunded
                && order.payment().equals(letter(order, paid, granted, refunded));
    }

    private static String letter(OrderFields order, long paid, long granted, long refunded) {
        if (order.isHeld()) {
            return "d";
        }
        if (granted > refunded) {
            return "r";
        }
        if (paid == 0) {
            return "n";
        }
        return refunded == paid ? "f" : "p";
    }
}
