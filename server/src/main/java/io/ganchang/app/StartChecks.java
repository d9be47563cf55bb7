package io.ganchang.app;

import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OrderKeys;
import io.ganchang.redis.SnapshotReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must hold between ledger, Redis and secrets before anything is sold. */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);

    private StartChecks() {}

    /**
     * Refuses to start where Redis has lost every session, or a session has lost its order key or belongs to another ledger.
     * Where Redis has lost some sessions only, those are frozen, and the others go on.
     */
    static void run(Books books, OrderKeys keys) {
        List<StoredSession> lost = new ArrayList<>();
        int found = 0;
        try (SnapshotReader partitions = books.redis().openSnapshots()) {
            for (StoredSession session : books.sessions()) {
                checkKey(session, keys);
                Optional<String> partition = partitions.ledgerId(session.id());
                partition.ifPresent(ledgerId -> checkLedger(books.ledger().uuid(), session, ledgerId));
                found += partition.isPresent() ? 1 : 0;
                if (partition.isEmpty() && session.state().isPresent() && !session.isClosed()) {
                    lost.add(session);
                }
            }
        }
        if (!lost.isEmpty() && found == 0) {
            throw new StartException("Redis has lost session " + lost.get(0).id()
                    + ", which the ledger knows, and all others; restore the folder redis of this data folder");
        }
        lost.forEach(session -> LOG.error("Redis has lost session {}; it is frozen", session.id()));
    }

    private static void checkKey(StoredSession session, OrderKeys keys) {
        if (keys.find(session.keyId()).isEmpty()) {
            throw new StartException("order key " + session.keyId() + " of session " + session.id()
                    + " is not in secrets/order.keys; restore it: without it repeated orders would be doubled");
        }
    }

    private static void checkLedger(String ledgerId, StoredSession session, String found) {
        if (!found.equals(ledgerId)) {
            throw new StartException("Redis holds session " + session.id() + " for ledger " + found
                    + ", but this is ledger " + ledgerId + "; use the data folder that belongs to this Redis");
        }
    }
}
