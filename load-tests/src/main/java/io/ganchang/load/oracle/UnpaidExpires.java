package io.ganchang.load.oracle;

import io.ganchang.load.journal.Act;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A hold does not last for ever: it ends paid, cancelled or expired, and unpaid it ends expired. */
final class UnpaidExpires implements Promise {

    @Override
    public String sentence() {
        return "no order is held in the end, and one for which nobody paid has expired";
    }

    @Override
    public Stream<String> broken(Books books) {
        Set<String> paid = new HashSet<>();
        books.buyers()
                .charges()
                .values()
                .forEach(charge -> paid.add(charge.charged().order()));
        List<String> broken = new ArrayList<>();
        for (StoredOrder order : books.ledger().orders()) {
            OrderFields fields = order.fields();
            Dealings deal = books.buyers().of(order);
            boolean left = fields.wasHeld() && !paid.contains(order.id()) && deal != null && !deal.wasSent(Act.CANCEL);
            if (fields.isHeld()) {
                broken.add("order " + order.id() + " is still held");
            } else if (left && !fields.isExpired()) {
                broken.add("order " + order.id() + " is " + order.state() + " and nobody paid for it");
            }
        }
        return broken.stream();
    }
}
