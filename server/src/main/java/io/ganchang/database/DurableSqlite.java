package io.ganchang.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Connections to a SQLite file that keep what they acknowledge, also when the power fails.
 *
 * <p>Asking for a setting is not having it: SQLite answers a file system that cannot do WAL by silently using another
 * journal. So every new connection reads its settings back and is refused where they are weaker. In WAL mode
 * {@code synchronous = FULL} syncs the log at every commit (https://sqlite.org/pragma.html#pragma_synchronous).
 */
final class DurableSqlite extends SQLiteDataSource {
    /** How long a writer waits for another process that writes. */
    static final int BUSY_TIMEOUT_MS = 5_000;

    private static final int SYNCHRONOUS_FULL = 2;

    /** Order ids are random, so rows land all over the index; negative counts KiB instead of pages. */
    private static final int CACHE_KIB = 32 << 10;

    /** Pages in the log before they move to the file: more, since a burst writes the same pages again and again. */
    private static final int CHECKPOINT_PAGES = 24_000;

    private DurableSqlite(Path file, TransactionMode mode) {
        super(settings(mode));
        setUrl("jdbc:sqlite:" + file);
    }

    /** Connections whose transactions take the write lock when they begin, so that none fails on taking it midway. */
    static DurableSqlite forWriting(Path file) {
        return new DurableSqlite(file, TransactionMode.IMMEDIATE);
    }

    /** Connections whose transactions take no lock, and see one state of the database throughout. */
    static DurableSqlite forReading(Path file) {
        return new DurableSqlite(file, TransactionMode.DEFERRED);
    }

    private static SQLiteConfig settings(TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(mode);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.enforceForeignKeys(true);
        config.setCacheSize(-CACHE_KIB);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setPragma(
                SQLiteConfig.Pragma.SECURE_DELETE, "true"); // what is erased is overwritten, not only forgotten
        return config;
    }

    @Override
    public SQLiteConnection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        SQLiteConnection connection = super.getConnection(user, password);
        try {
            requireDurable(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void requireDurable(Connection connection) throws SQLException {
        require("journal_mode", "wal", read(connection, "journal_mode"));
        require("foreign_keys", "1", read(connection, "foreign_keys"));
        String synchronous = read(connection, "synchronous");
        if (Integer.parseInt(synchronous) < SYNCHRONOUS_FULL) {
            require("synchronous", "2 (FULL) or more", synchronous);
        }
    }

    private static void require(String pragma, String wanted, String found) throws SQLException {
        if (!found.toLowerCase(Locale.ROOT).equals(wanted)) {
            throw new SQLException("the ledger would not be safe: PRAGMA " + pragma + " is " + found + ", must be "
                    + wanted + " (is the data folder on a local disk?)");
        }
    }

    private static String read(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + pragma)) {
            return result.next() ? result.getString(1) : "unknown";
        }
    }
}
