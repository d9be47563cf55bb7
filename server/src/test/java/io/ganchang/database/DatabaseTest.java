package io.ganchang.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("ledger.db");
    }

    @Test
    void aNewFileIsMigratedPrivateAndDurable() throws Exception {
        try (Database database = Database.open(file())) {
            String journal = database.inReading(transaction -> pragma(transaction, "journal_mode"));
            String synchronous = database.inWriting(transaction -> pragma(transaction, "synchronous"));
            String foreignKeys = database.inWriting(transaction -> pragma(transaction, "foreign_keys"));
            int rows = database.inReading(DatabaseTest::count);
            assertThat(List.of(journal, synchronous, foreignKeys)).containsExactly("wal", "2", "1");
            assertThat(rows).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatWasWrittenIsThereAfterASecondStart() {
        try (Database database = Database.open(file())) {
            int rows = database.inWriting(DatabaseTest::insert);
            assertThat(rows).isEqualTo(1);
        }
        long startNanos = System.nanoTime();
        try (Database database = Database.open(file())) {
            System.out.printf("opened a known ledger in %d ms%n", (System.nanoTime() - startNanos) / 1_000_000);
            int rows = database.inReading(DatabaseTest::count);
            assertThat(rows).isEqualTo(1);
        }
    }

    @Test
    void aFailedTransactionLeavesNothing() {
        try (Database database = Database.open(file())) {
            assertThatThrownBy(() -> database.inWriting(transaction -> {
                        insert(transaction);
                        throw new IllegalStateException("stop");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("stop");
            int rows = database.inReading(DatabaseTest::count);
            assertThat(rows).isZero();
        }
    }

    @Test
    void aFailedStatementDoesNotTellWhatWasBound() {
        try (Database database = Database.open(file())) {
            assertThatThrownBy(() -> database.inWriting(transaction -> transaction
                            .handle()
                            .execute("INSERT INTO delivery (order_id, document) VALUES (?, ?)", "13800000000", null)))
                    .hasStackTraceContaining("NOT NULL")
                    .extracting(failure -> {
                        StringWriter text = new StringWriter();
                        failure.printStackTrace(new PrintWriter(text));
                        return text.toString();
                    })
                    .asString()
                    .doesNotContain("13800000000");
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (Database database = Database.open(file())) {
            assertThatThrownBy(() -> database.inReading(DatabaseTest::insert)).hasMessageContaining("readonly");
        }
    }

    @Test
    void readersDoNotWaitForAWriter() throws Exception {
        try (Database database = Database.open(file())) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CompletableFuture<Integer> writing = database.write(transaction -> {
                        int rows = insert(transaction);
                        written.countDown();
                        await(release);
                        return rows;
                    })
                    .toCompletableFuture();
            await(written);
            assertThat(database.read(DatabaseTest::count).toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isZero();
            release.countDown();
            writing.get(5, TimeUnit.SECONDS);
            assertThat(database.read(DatabaseTest::count).toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(1);
        }
    }

    @Test
    void callsBeyondTheBoundAreRefusedAsBusy() throws Exception {
        try (Database database = Database.open(file())) {
            CountDownLatch release = new CountDownLatch(1);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < Database.CALLS_WAITING_MAX + 10; i++) {
                calls.add(database.write(transaction -> {
                            await(release);
                            return 1;
                        })
                        .toCompletableFuture());
            }
            assertThat(calls.get(calls.size() - 1))
                    .failsWithin(Duration.ofSeconds(1))
                    .withThrowableThat()
                    .withCauseInstanceOf(DatabaseBusy.class);
            release.countDown();
            assertThat(calls.get(0)).succeedsWithin(Duration.ofSeconds(5));
            assertThat(calls.get(Database.CALLS_WAITING_MAX - 1)).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedByName() throws Exception {
        Files.writeString(file(), "this is not a database, but long enough to be taken for one ".repeat(20));
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("ledger.db");
    }

    @Test
    void weakerSettingsAreRefused() throws Exception {
        DurableSqlite source = DurableSqlite.forWriting(file());
        source.getConnection().close();
        source.setSynchronous("NORMAL");
        assertThatThrownBy(source::getConnection).hasMessageContaining("PRAGMA synchronous is 1");
        source.setSynchronous("FULL");
        source.setEnforceForeignKeys(false);
        assertThatThrownBy(source::getConnection).hasMessageContaining("PRAGMA foreign_keys is 0");
        source.setEnforceForeignKeys(true);
        source.setJournalMode("DELETE");
        assertThatThrownBy(source::getConnection).hasMessageContaining("PRAGMA journal_mode is delete");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int insert(Transaction transaction) {
        return transaction.handle().execute("INSERT INTO ledger (uuid, created_ms) VALUES ('u', 1)");
    }

    private static int count(Transaction transaction) {
        return transaction
                .handle()
                .createQuery("SELECT count(*) FROM ledger")
                .mapTo(Integer.class)
                .one();
    }

    private static String pragma(Transaction transaction, String name) {
        return transaction
                .handle()
                .createQuery("PRAGMA " + name)
                .mapTo(String.class)
                .one();
    }
}
