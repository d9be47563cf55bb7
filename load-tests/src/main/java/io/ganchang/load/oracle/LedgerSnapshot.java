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
public record LedgerSnapshot(
        String session,
        List<StoredEvent> events,
        List<StoredOrder> orders,
        List<StoredPayment> payments,
        List<StoredRefund> refunds) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far the ledger and the last of its sinks are with a session, 0 for not begun. */
    public record Progress(long ledgerSeq, long sinkSeq) {}

    /** What of a session is not settled: orders that are held, refunds that are to be carried out. */
    public record Open(long ledgerSeq, long held, long refundsDue) {}

    /** Reads all of {@code session} in one transaction. */
    public static LedgerSnapshot read(Path file, String session) throws SQLException {
        try (Connection ledger = connect(file)) {
            ledger.setAutoCommit(false);
            return new LedgerSnapshot(
                    session,
                    events(ledger, session),
                    orders(ledger, session),
                    payments(ledger, session),
                    refunds(ledger, session));
        }
    }

    /** Reads how far {@code session} has come. */
    public static Progress progress(Path file, String session) throws SQLException {
        try (Connection ledger = connect(file)) {
            return new Progress(
                    number(ledger, "SELECT seq FROM ledger_cursor WHERE session = ?", session),
                    number(ledger, "SELECT MIN(seq) FROM sink_cursor WHERE session = ?", session));
        }
    }

    /** Reads what of {@code session} is open; refunds of strays count for any session. */
    public static Open open(Path file, String session) throws SQLException {
        try (Connection ledger = connect(file)) {
            ledger.setAutoCommit(false);
            return new Open(
                    number(ledger, "SELECT seq FROM ledger_cursor WHERE session = ?", session),
                    number(ledger, "SELECT COUNT(*) FROM orders WHERE session = ? AND state = 'held'", session),
                    number(
                            ledger,
                            "SELECT COUNT(*) FROM refund WHERE (session IS NULL OR session = ?) AND state = 'due'",
                            session));
        }
    }

    private static Connection connect(Path file) throws SQLException {
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
                "SELECT seq, epoch, at_ms, type, deltas, subject, body FROM event WHERE session = ? ORDER BY seq")) {
            query.setString(1, session);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    events.add(new StoredEvent(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7)));
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

    private static List<StoredPayment> payments(Connection ledger, String session) throws SQLException {
        List<StoredPayment> payments = new ArrayList<>();
        try (PreparedStatement query = ledger.prepareStatement(
                "SELECT payment_id, session IS NULL, order_ref, currency, amount_minor FROM payment WHERE session = ?"
                        + " OR (session IS NULL AND payment_id LIKE ? || '-p%') ORDER BY payment_id")) {
            query.setString(1, session);
            query.setString(2, session);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    payments.add(new StoredPayment(
                            row.getString(1), row.getBoolean(2), row.getString(3), row.getString(4), row.getLong(5)));
                }
            }
        }
        return payments;
    }

    private static List<StoredRefund> refunds(Connection ledger, String session) throws SQLException {
        List<StoredRefund> refunds = new ArrayList<>();
        try (PreparedStatement query = ledger.prepareStatement(
                "SELECT id, session IS NULL, payment_id, currency, amount_minor, reason, state FROM refund"
                        + " WHERE session = ? OR (session IS NULL AND payment_id LIKE ? || '-p%') ORDER BY id")) {
            query.setString(1, session);
            query.setString(2, session);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    refunds.add(new StoredRefund(
                            row.getString(1),
                            row.getBoolean(2),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5),
                            row.getString(6),
                            row.getString(7)));
                }
            }
        }
        return refunds;
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
