package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Acked;
import io.ganchang.load.journal.JournalEntry.RefundWanted;
import io.ganchang.load.oracle.MoneyBook.Return;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A host's refund that was acknowledged is in the books once, as it was asked for; what was refused is not. */
final class RefundsAreAskedFor implements Promise {

    @Override
    public String sentence() {
        return "a host's refund has one effect if it was acknowledged, and none if it was refused";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        List<String> broken = new ArrayList<>();
        Set<String> asked = new HashSet<>();
        for (Dealings deal : books.buyers().dealings()) {
            for (RefundWanted wanted : deal.refunds()) {
                List<String> ids =
                        deal.successes(wanted.act()).map(Acked::id).distinct().toList();
                if (ids.size() > 1) {
                    broken.add(deal + " was answered with " + ids.size() + " refunds to one key");
                }
                ids.forEach(id -> compare(deal, wanted, id, book.refunds().get(id), broken));
                asked.addAll(ids);
            }
        }
        book.refunds().values().stream()
                .filter(Return::isRequested)
                .filter(refund -> !asked.contains(refund.id))
                .forEach(refund -> broken.add(refund + " was acknowledged to nobody"));
        return broken.stream();
    }

    private static void compare(
            Dealings deal, RefundWanted wanted, String id, @Nullable Return refund, List<String> broken) {
        if (refund == null) {
            broken.add("refund " + id + " of " + deal + " was acknowledged and is not in the books");
        } else if (!refund.isRequested()
                || refund.amountMinor != wanted.amountMinor()
                || !deal.hasOrder(refund.order)) {
            broken.add(refund + " is not what the host asked for " + deal);
        }
    }
}
