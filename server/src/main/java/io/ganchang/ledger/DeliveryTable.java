package io.ganchang.ledger;

import io.ganchang.database.RowBatch;
import io.ganchang.database.Transaction;
import io.ganchang.domain.Event;
import java.util.Collection;
import java.util.Comparator;

/** Rows of {@code delivery}: personal data, here and nowhere else in the ledger. */
final class DeliveryTable {
    private static final Comparator<Event> BY_ORDER =
            Comparator.comparing((Event event) -> event.id().session().value()).thenComparing(Event::subject);

    private DeliveryTable() {}

    /**
     * Keeps what the events of orders carry, those of erased orders apart. An order's first event has it, and it does not
     * change.
     */
    static void insert(Transaction transaction, Collection<Event> events) {
        RowBatch batch = transaction.batch("INSERT INTO delivery (order_id, document) SELECT ?, ?"
                + " WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE order_id = ?)"
                + " ON CONFLICT (order_id) DO NOTHING");
        // Sorted, so that rows of one page come together.
        for (Event event : events.stream().sorted(BY_ORDER).toList()) {
            String document = event.attachment();
            if (event.isOfOrder() && document != null) {
                String order = event.id().session().value() + '.' + event.subject();
                batch.add(order, document, order);
            }
        }
        batch.execute();
    }
}
