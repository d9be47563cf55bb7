package io.ganchang.ledger;

import io.ganchang.database.Database;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.StreamEntry;
import io.ganchang.redis.TakePayment.Received;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real ledger in a folder of the test, with a short way to put entries in. */
public final class LedgerForTest implements AutoCloseable {
    private final Database database;
    private final Ledger ledger;

    public LedgerForTest(Path folder) {
        database = Database.open(folder.resolve("ledger.db"));
        ledger = Ledger.open(database, UUID.randomUUID(), InstantSource.system());
    }

    public Database database() {
        return database;
    }

    public Ledger ledger() {
        return ledger;
    }

    public void bear(SessionId session) {
        await(ledger.bear(StoredSession.newborn(session, "host-1", "{}", "key-1", EventsForTest.START_MS)));
    }

    /** Writes the entries as the ledger writer would. */
    public void write(StreamEntry... entries) {
        database.inWriting(transaction -> {
            LedgerBatch batch = new LedgerBatch();
            for (StreamEntry entry : entries) {
                batch.add(LedgerCursorTable.find(transaction, entry.session()).orElseThrow(), entry);
            }
            batch.write(transaction);
            return batch;
        });
    }

    /** Lets a payment come for an order of a closed session, which makes events behind the one that closed it. */
    public void payClosed(SessionId session, String order) {
        long seq = ledger.cursor(session).orElseThrow().seq();
        await(ledger.closedBooks(InstantSource.system())
                .take(session, new Received(new PaymentKey("sandbox", "late-1"), order, "CNY", 5)));
        if (ledger.cursor(session).orElseThrow().seq() <= seq) {
            throw new IllegalStateException("the payment made no event");
        }
    }

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
