package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Rows of {@code delivery}: personal data, here and nowhere else in the ledger. */
final class DeliveryTable {
    private DeliveryTable() {}

    /**
     * Keeps what the events of orders carry, those of erased orders apart. An order's first event has it, and it does not
     * change.
     */
    static void insert(Transaction transaction, Collection<Event> events) {
        List<Event> carriers = events.stream()
                .filter(event -> event.isOfOrder() && event.attachment() != null)
                .sorted(Comparator.comparing(Event::subject)) // so that rows of one page come together
                .toList();
        transaction.executeEach(
                "INSERT INTO delivery (order_id, document) SELECT ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE order_id = ?)"
                        + " ON CONFLICT (order_id) DO NOTHING",
                carriers,
                (row, event) -> {
                    String order = event.id().session().value() + '.' + event.subject();
                    row.text(order).text(event.attachment()).text(order);
                });
    }
}
