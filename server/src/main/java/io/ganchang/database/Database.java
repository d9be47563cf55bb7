package io.ganchang.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/**
 * The ledger's database: one SQLite file, many readers, one writer at a time.
 *
 * <p>Readers see the last commit and never wait for the writer (WAL). Callers that must not block, such as event loops, use
 * {@link #read} and {@link #write}, which run on threads of this class; threads that may block use {@link #inReading} and
 * {@link #inWriting} and share the same connections. An exception inside a transaction rolls it back.
 */
public final class Database implements AutoCloseable {
    /** Most calls that wait for a reading thread, and as many again for the writing one. */
    public static final int CALLS_WAITING_MAX = 1_000;

    private static final int READ_THREADS = 2;

    /** Result code (https://sqlite.org/rescode.html#busy). */
    private static final int SQLITE_BUSY = 5;

    /** Reading threads, and as many for the threads that block on their own. */
    private static final int READ_CONNECTIONS = READ_THREADS + 2;

    private static final long CONNECTION_WAIT_MS = 10_000;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Jdbi writer;
    private final Jdbi reader;
    private final ThreadPoolExecutor writeThread;
    private final ThreadPoolExecutor readThreads;

    private Database(Path file) {
        writing = new HikariDataSource(pool("ledger-writing", DurableSqlite.forWriting(file), 1));
        HikariConfig readers = pool("ledger-reading", DurableSqlite.forReading(file), READ_CONNECTIONS);
        readers.setConnectionInitSql("PRAGMA query_only = ON");
        reading = new HikariDataSource(readers);
        writer = discreet(Jdbi.create(writing));
        reader = discreet(Jdbi.create(reading));
        writeThread = BoundedThreads.of("ledger-write", 1, CALLS_WAITING_MAX);
        readThreads = BoundedThreads.of("ledger-read", READ_THREADS, CALLS_WAITING_MAX);
    }

    /**
     * Opens the database, creates and migrates it where needed.
     *
     * @param file readable by this user alone when this creates it, since it holds delivery data
     * @throws DatabaseUnusable where it cannot be opened, or its settings would lose acknowledged data
     */
    public static Database open(Path file) {
        DataSource source = DurableSqlite.forWriting(file);
        try {
            createPrivately(file);
            source.getConnection().close(); // refused here with a plain reason, rather than by the pool
        } catch (IOException | SQLException e) {
            throw new DatabaseUnusable("cannot open " + file + ": " + e.getMessage(), e);
        }
        Migrations.apply(source);
        return new Database(file);
    }

    /**
     * Opens a database that some server keeps, as it is: nothing is created or migrated, and no lock is taken.
     *
     * @throws DatabaseUnusable where it cannot be opened, or its schema is not that of this program
     */
    public static Database openExisting(Path file) {
        DataSource source = DurableSqlite.forReading(file);
        try {
            source.getConnection().close();
            Migrations.requireCurrent(source);
            return new Database(file);
        } catch (SQLException | PoolInitializationException e) {
            throw new DatabaseUnusable("cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    private static void createPrivately(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // as it should be from the second start on
        }
    }

    private static HikariConfig pool(String name, DataSource source, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MS);
        config.setMaxLifetime(0); // a connection to a file does not age
        return config;
    }

    /** What is bound to a statement may be personal, and must not get into a log by way of an exception. */
    private static Jdbi discreet(Jdbi jdbi) {
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    /** Reads on a thread of the database; completes with {@link DatabaseBusy} where too many wait. */
    public <T> CompletionStage<T> read(Function<Transaction, T> body) {
        return on(readThreads, () -> inReading(body));
    }

    /** Writes in one transaction on a thread of the database; completes with {@link DatabaseBusy} where too many wait. */
    public <T> CompletionStage<T> write(Function<Transaction, T> body) {
        return on(writeThread, () -> inWriting(body));
    }

    /** Calls of {@link #read} that wait for a thread. */
    public int readsWaiting() {
        return readThreads.getQueue().size();
    }

    /** Calls of {@link #write} that wait for the thread. */
    public int writesWaiting() {
        return writeThread.getQueue().size();
    }

    /** Reads on the calling thread, which may block. */
    public <T> T inReading(Function<Transaction, T> body) {
        return reader.inTransaction(handle -> body.apply(new Transaction(handle)));
    }

    /** Writes in one transaction on the calling thread, which may block. On return it is on disk. */
    public <T> T inWriting(Function<Transaction, T> body) {
        return writer.inTransaction(handle -> body.apply(new Transaction(handle)));
    }

    /**
     * Moves all that was committed from the log into the file, and empties the log, so that what was erased is in neither.
     *
     * @return whether that was possible; readers of an older state keep it from being so
     */
    public boolean checkpoint() {
        try (Connection connection = writing.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return result.next() && result.getInt("busy") == 0;
        } catch (SQLException e) {
            throw new DatabaseUnusable("the ledger's log could not be emptied", e);
        }
    }

    private static <T> CompletionStage<T> on(ThreadPoolExecutor threads, Supplier<T> body) {
        try {
            return CompletableFuture.supplyAsync(body, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new DatabaseBusy());
        }
    }

    /** What the database said when it could not do what was asked; empty where {@code failure} is not of the database. */
    public static Optional<String> reasonOf(RuntimeException failure) {
        if (!(failure instanceof JdbiException)) {
            return Optional.empty();
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (!(cause instanceof SQLException sql)) {
            return Optional.of("the ledger fails");
        }
        return Optional.of(
                sql.getErrorCode() == SQLITE_BUSY
                        ? "the ledger is busy: somebody has been writing it for seconds; try again"
                        : "the ledger: " + sql.getMessage());
    }

    /** Finishes what was begun, refuses what comes. */
    @Override
    public void close() {
        BoundedThreads.finish(readThreads);
        BoundedThreads.finish(writeThread);
        reading.close();
        writing.close();
    }
}
