package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import java.util.Optional;

/** The one row of {@code ledger}, which tells this ledger from every other. */
final class LedgerTable {
    private LedgerTable() {}

    static Optional<String> uuid(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT uuid FROM ledger")
                .mapTo(String.class)
                .findOne();
    }

    static void insert(Transaction transaction, String uuid, long createdMs) {
        transaction.handle().execute("INSERT INTO ledger (uuid, created_ms) VALUES (?, ?)", uuid, createdMs);
    }
}
