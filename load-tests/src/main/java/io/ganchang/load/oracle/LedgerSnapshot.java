package io.ganchang.load.oracle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One session as its ledger file has it, read with plain SQL.
 *
 * @param events in the order of their sequence numbers
 */
public record LedgerSnapshot(String session, List<StoredEvent> events, List<StoredOrder> orders) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far the ledger and the last of its sinks are with a session, 0 for not begun. */
    public record Progress(long ledgerSeq, long sinkSeq) {}

    /** Reads all of {@code session} in one transaction. */
    public static LedgerSnapshot read(Path file, String session) throws SQLException {
        try (Connection ledger = open(file)) {
            ledger.setAutoCommit(false);
            return new LedgerSnapshot(session, events(ledger, session), orders(ledger, session));
        }
    }

    /** Reads how far {@code session} has come. */
    public static Progress progress(Path file, String session) throws SQLException {
        try (Connection ledger = open(file)) {
            return new Progress(
                    number(ledger, "SELECT seq FROM ledger_cursor WHERE session = ?", session),
                    number(ledger, "SELECT MIN(seq) FROM sink_cursor WHERE session = ?", session));
        }
    }

    private static Connection open(Path file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("open_mode", "1"); // read-only
        settings.setProperty("busy_timeout", "5000");
        return DriverManager.getConnection("jdbc:sqlite:" + file, settings);
    }

    private static long number(Connection ledger, String sql, String session) throws SQLException {
        try (PreparedStatement query = ledger.prepareStatement(sql)) {
            query.setString(1, session);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private static List<StoredEvent> events(Connection ledger, String session) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        try (PreparedStatement query = ledger.prepareStatement(
                "SELECT seq, epoch, type, deltas, subject, body FROM event WHERE session = ? ORDER BY seq")) {
            query.setString(1, session);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(new StoredEvent(
                            row.getLong(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6)));
                }
            }
        }
        return events;
    }

    private static List<StoredOrder> orders(Connection ledger, String session) throws SQLException {
        List<StoredOrder> orders = new ArrayList<>();
        try (PreparedStatement query =
                ledger.prepareStatement("SELECT o.id, o.seq, o.state, o.record, d.document FROM orders o"
                        + " LEFT JOIN delivery d ON d.order_id = o.id WHERE o.session = ? ORDER BY o.id")) {
            query.setString(1, session);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    orders.add(new StoredOrder(
                            row.getString(1),
                            row.getLong(2),
                            row.getString(3),
                            row.getString(4),
                            recipient(row.getString(5))));
                }
            }
        }
        return orders;
    }

    private static @Nullable String recipient(@Nullable String delivery) throws SQLException {
        try {
            return delivery == null
                    ? null
                    : JSON.readTree(delivery).path("name").asText();
        } catch (JsonProcessingException e) {
            throw new SQLException("a delivery document is not JSON", e);
        }
    }
}
