package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Money that the server says it has heard of is in its books: once, as it was paid, and none besides. */
final class PaymentsCountOnce implements Promise {

    @Override
    public String sentence() {
        return "every acknowledged payment is in the books exactly once, as it was paid, and no other";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        String session = books.ledger().session();
        List<String> broken = new ArrayList<>();
        Map<String, StoredPayment> rows = rows(books.ledger(), broken);
        for (ChargeTold charge : books.buyers().charges().values()) {
            String id = charge.charged().payment();
            StoredPayment row = rows.remove(id);
            if (charge.isFor(session)) {
                told(charge, book.payment(id), row, session, broken);
            } else {
                stray(charge, row, broken);
            }
        }
        rows.keySet().forEach(id -> broken.add("payment " + id + " has a row and nobody paid it"));
        book.payments().keySet().stream()
                .filter(id -> !books.buyers().charges().containsKey(id))
                .forEach(id -> broken.add("payment " + id + " was made by nobody"));
        book.paidAgain().forEach(id -> broken.add("payment " + id + " was counted again"));
        return broken.stream();
    }

    private static Map<String, StoredPayment> rows(LedgerSnapshot ledger, List<String> broken) {
        Map<String, StoredPayment> rows = new HashMap<>();
        ledger.payments().forEach(row -> {
            if (rows.put(row.id(), row) != null) {
                broken.add("payment " + row.id() + " has two rows");
            }
        });
        return rows;
    }

    private static void told(
            ChargeTold charge,
            MoneyBook.@Nullable Paid paid,
            @Nullable StoredPayment row,
            String session,
            List<String> broken) {
        if (paid == null) {
            if (charge.isRecorded()) {
                broken.add(charge + " was acknowledged and is not in the books");
            }
            return;
        }
        var charged = charge.charged();
        if (paid.amountMinor() != charged.amountMinor()
                || !paid.currency().equals(charged.currency())
                || !(session + '.' + paid.order()).equals(charged.order())) {
            broken.add(charge + " is something else in the books");
        }
        if (row == null
                || row.stray()
                || row.amountMinor() != charged.amountMinor()
                || !row.currency().equals(charged.currency())) {
            broken.add(charge + " has another row than its event");
        }
    }

    private static void stray(ChargeTold charge, @Nullable StoredPayment row, List<String> broken) {
        if (row == null) {
            if (charge.isRecorded()) {
                broken.add(charge + " of no session was acknowledged and is not in the ledger");
            }
        } else if (!row.stray()
                || row.amountMinor() != charge.charged().amountMinor()
                || !row.currency().equals(charge.charged().currency())) {
            broken.add(charge + " of no session is something else in the ledger");
        }
    }
}
