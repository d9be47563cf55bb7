package io.ganchang.load.oracle;

import io.ganchang.load.LedgerSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Writes the ledger of the market on paper as the server would. */
final class PaperLedger {
    private static final String SESSION = MarketOnPaper.SESSION;

    private PaperLedger() {}

    static void write(Path file, MarketOnPaper market) throws IOException, SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = ledger.createStatement()) {
            ledger.setAutoCommit(false);
            statement.executeUpdate(LedgerSchema.sql());
            statement.executeUpdate("INSERT INTO session VALUES ('" + SESSION + "', 'h', 'live', '{}', 'k', 1, 1)");
            for (StoredEvent event : market.events) {
                insert(
                        ledger,
                        "INSERT INTO event VALUES (?, ?, ?, ?, ?, 'host:h', ?, ?, ?, NULL)",
                        SESSION,
                        event.seq(),
                        event.epoch(),
                        event.atMs(),
                        event.type(),
                        event.deltas(),
                        event.subject(),
                        event.body());
            }
            writeOrders(ledger, market);
            writeMoney(ledger, market);
            ledger.commit();
        }
    }

    private static void writeOrders(Connection ledger, MarketOnPaper market) throws SQLException {
        for (StoredOrder order : market.orders.values()) {
            insert(
                    ledger,
                    "INSERT INTO orders VALUES (?, ?, ?, ?, 'v', 'v', 'live', 1, 'CNY', ?, 1, 1, 0, 0, 0)",
                    order.id(),
                    SESSION,
                    order.seq(),
                    order.state(),
                    order.record());
            insert(
                    ledger,
                    "INSERT INTO delivery VALUES (?, ?)",
                    order.id(),
                    "{\"name\":\"" + order.recipient() + "\"}");
        }
    }

    private static void writeMoney(Connection ledger, MarketOnPaper market) throws SQLException {
        for (StoredPayment payment : market.payments.values()) {
            insert(
                    ledger,
                    "INSERT INTO payment VALUES (?, 'sandbox', ?, ?, ?, ?, 1, 1)",
                    payment.stray() ? null : SESSION,
                    payment.id(),
                    payment.order(),
                    payment.currency(),
                    payment.amountMinor());
        }
        for (StoredRefund refund : market.refunds.values()) {
            insert(
                    ledger,
                    "INSERT INTO refund VALUES (?, ?, 1, 1, 'sandbox', ?, 'o', ?, ?, ?, ?, 1, 1, 0, 0, 0, NULL)",
                    refund.id(),
                    refund.stray() ? null : SESSION,
                    refund.payment(),
                    refund.currency(),
                    refund.amountMinor(),
                    refund.reason(),
                    refund.state());
        }
    }

    private static void insert(Connection ledger, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement insert = ledger.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }
}
