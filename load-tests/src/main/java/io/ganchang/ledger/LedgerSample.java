package io.ganchang.ledger;

import io.ganchang.database.Database;
import io.ganchang.domain.SessionId;
import io.ganchang.load.bench.ScratchFolder;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real ledger in a SQLite file of its own, with one session just born. */
public final class LedgerSample implements AutoCloseable {
    private static final long BIRTH_SECONDS_MAX = 10;

    private final ScratchFolder folder = ScratchFolder.create();
    private final Database database = Database.open(folder.path().resolve("ledger.db"));

    public LedgerSample(SessionId session) {
        StoredSession newborn = StoredSession.newborn(session, "host", "{}", "bench", 0);
        Ledger ledger = Ledger.open(database, UUID.randomUUID(), InstantSource.system());
        try {
            ledger.bear(newborn).toCompletableFuture().get(BIRTH_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        folder.close();
    }
}
