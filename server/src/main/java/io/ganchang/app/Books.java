package io.ganchang.app;

import io.ganchang.audit.Auditor;
import io.ganchang.database.Database;
import io.ganchang.database.DatabaseUnusable;
import io.ganchang.dispatch.sink.file.FulfilmentComparison;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.OffLoopRedis;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The books of a data folder, opened together: the ledger and the way to its partitions. */
final class Books implements AutoCloseable {
    private static final int SESSIONS_PER_PAGE = 1_000;

    private final DataFolder folder;
    private final Database database;
    private final Ledger ledger;
    private final OffLoopRedis redis;

    private final InstantSource clock;

    private Books(DataFolder folder, Database database, Ledger ledger, OffLoopRedis redis, InstantSource clock) {
        this.folder = folder;
        this.database = database;
        this.ledger = ledger;
        this.redis = redis;
        this.clock = clock;
    }

    static Books open(DataFolder folder, OffLoopRedis redis, InstantSource clock) {
        try {
            Database database = Database.open(folder.ledger());
            return new Books(folder, database, Ledger.open(database, UUID.randomUUID(), clock), redis, clock);
        } catch (DatabaseUnusable e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Opens the books that a running server keeps, without getting in its way. */
    static Books openBeside(DataFolder folder, OffLoopRedis redis, InstantSource clock) {
        try {
            Database database = Database.openExisting(folder.ledger());
            Ledger ledger = Ledger.openExisting(database)
                    .orElseThrow(() -> new StartException("the ledger in " + folder.path() + " is empty"));
            return new Books(folder, database, ledger, redis, clock);
        } catch (DatabaseUnusable e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    Database database() {
        return database;
    }

    Ledger ledger() {
        return ledger;
    }

    OffLoopRedis redis() {
        return redis;
    }

    Auditor auditor() {
        return new Auditor(
                redis, ledger, List.of(new FulfilmentComparison(folder.fulfilment(), ledger)), clock, Main.VERSION);
    }

    /** Every session that was ever born here, by id. */
    List<StoredSession> sessions() {
        List<StoredSession> all = new ArrayList<>();
        Optional<SessionId> after = Optional.empty();
        List<StoredSession> page;
        do {
            page = ledger.sessionsAfter(after, SESSIONS_PER_PAGE);
            all.addAll(page);
            after = page.isEmpty()
                    ? after
                    : Optional.of(page.get(page.size() - 1).id());
        } while (page.size() == SESSIONS_PER_PAGE);
        return all;
    }

    @Override
    public void close() {
        redis.close();
        database.close();
    }
}
