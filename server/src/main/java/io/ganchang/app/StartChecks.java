package io.ganchang.app;

import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.redis.SnapshotReader;
import java.util.Optional;

/** What must hold between ledger, Redis and secrets before anything is sold. */
final class StartChecks {
    private StartChecks() {}

    /** Refuses to start where a session has lost its partition or its order key, or belongs to another ledger. */
    static void run(Books books, OrderKeys keys) {
        try (SnapshotReader partitions = books.redis().openSnapshots()) {
            for (StoredSession session : books.sessions()) {
                checkKey(session, keys);
                checkPartition(books.ledger().uuid(), session, partitions.ledgerId(session.id()));
            }
        }
    }

    private static void checkKey(StoredSession session, OrderKeys keys) {
        if (keys.find(session.keyId()).isEmpty()) {
            throw new StartException("order key " + session.keyId() + " of session " + session.id()
                    + " is not in secrets/order.keys; restore it: without it repeated orders would be doubled");
        }
    }

    private static void checkPartition(String ledgerId, StoredSession session, Optional<String> partition) {
        if (partition.isEmpty() && session.state().isPresent() && !session.isClosed()) {
            throw new StartException("Redis has lost session " + session.id()
                    + ", which the ledger knows; restore the folder redis of this data folder");
        }
        if (partition.isPresent() && !partition.get().equals(ledgerId)) {
            throw new StartException("Redis holds session " + session.id() + " for ledger "
                    + partition.get() + ", but this is ledger " + ledgerId
                    + "; use the data folder that belongs to this Redis");
        }
    }
}
