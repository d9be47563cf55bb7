package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AuditCommandTest {
    private final Path folder = MarketForTest.newFolder();
    private final StringWriter printed = new StringWriter();
    private final StringWriter printedErrors = new StringWriter();
    private MarketForTest market;
    private ShowForTest show;

    @BeforeEach
    void sell() {
        market = MarketForTest.start(folder);
        show = market.show().open("melon", 10);
        show.buy("wang", "k1", "melon", 3).expect(201);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private int audit(String... arguments) {
        CommandLine line = new CommandLine(new AuditCommand()).setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(printedErrors)).setExecutionExceptionHandler(Main::explain);
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.toString();
        return line.execute(all);
    }

    private void cook() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            assertThat(connection
                            .createStatement()
                            .executeUpdate("UPDATE event SET deltas = '-' WHERE type = 'order.confirmed'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void booksThatBalanceExitWithZeroBesideAServerAndWithoutOne() {
        assertThat(audit()).isZero();
        market.stop();
        assertThat(audit(show.session())).isZero();
        assertThat(printed.toString())
                .contains("the books balance")
                .contains("total 10 = available 7 + held 0 + sold 3");
    }

    @Test
    void booksThatDoNotBalanceExitWithOneAndSayWhere() throws SQLException {
        market.stop();
        cook();
        assertThat(audit()).isEqualTo(1);
        assertThat(printed.toString())
                .contains("THE BOOKS DO NOT BALANCE")
                .contains("deltas differs between ledger and stream")
                .contains("pool stock:melon");
    }

    @Test
    void aLedgerThatAnotherWritesToIsReadBesideAServer() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            Awaitility.await().until(() -> {
                try (ResultSet orders = other.createStatement().executeQuery("SELECT COUNT(*) FROM orders")) {
                    return orders.getInt(1) == 1; // the ledger has read what was sold
                }
            });
            assertThat(other.createStatement().executeUpdate("BEGIN IMMEDIATE")).isZero();
            assertThat(audit("--full")).isZero();
        }
        assertThat(printed.toString()).contains("1 orders in the ledger at").contains("from the first event");
    }

    @Test
    void aLedgerThatAnotherHasForItselfIsExplainedInOneLine() throws SQLException {
        market.stop();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            other.createStatement().execute("PRAGMA locking_mode = EXCLUSIVE");
            other.createStatement().execute("BEGIN EXCLUSIVE");
            assertThat(audit("--full")).isEqualTo(2);
        }
        assertThat(printedErrors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("ganchang: cannot open ")
                .contains("ledger.db");
    }
}
