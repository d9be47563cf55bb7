package io.ganchang.audit;

import static io.ganchang.audit.MarketForTest.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.audit.AuditReport.OfferBalance;
import io.lettuce.core.XAddArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every test but the first cooks the books in one place and must see the audit find it. */
class AuditorTest {
    @TempDir
    Path data;

    private MarketForTest market;

    @BeforeEach
    void sell() throws IOException {
        market = new MarketForTest(data);
        market.offer("melon", 10);
        market.offer("pear", 3);
        market.addStock("melon", 5);
        for (int i = 1; i <= 4; i++) {
            assertThat(market.buy("v" + i, "melon", 3)).startsWith("+");
        }
        assertThat(market.buy("v9", "melon", 4)).startsWith("-sold_out");
        assertThat(market.cancel("v2", 2)).startsWith("+");
        assertThat(market.buy("v9", "pear", 1)).startsWith("+");
    }

    @AfterEach
    void close() {
        market.close();
    }

    private void cook(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"))) {
            assertThat(connection.createStatement().executeUpdate(sql)).isPositive();
        }
    }

    @Test
    void honestBooksBalance() {
        AuditReport report = market.audit();
        assertThat(report.problems()).isEmpty();
        assertThat(report.ok()).isTrue();
        assertThat(report.replayMatches()).isTrue();
        assertThat(report.offers())
                .containsExactly(new OfferBalance("melon", 15, 6, 0, 9, 0), new OfferBalance("pear", 3, 2, 0, 1, 0));
    }

    @Test
    void theBooksBalanceAtAnyMomentWhileEventsAreStillOnTheirWay() {
        for (int i = 0; i < 200; i++) {
            market.buy("w" + i, "pear", 1);
            market.addStock("pear", 1);
            if (i % 20 == 0) {
                assertThat(market.auditNow().problems()).isEmpty();
            }
        }
        assertThat(market.audit().ok()).isTrue();
    }

    @Test
    void aPoolThatWasTouchedIsFound() {
        market.audit();
        market.redis().hset(market.keys().pools(), "stock:melon", "7 0 9");
        AuditReport report = market.auditNow();
        assertThat(report.replayMatches()).isFalse();
        assertThat(report.problems()).anyMatch(problem -> problem.contains("stock:melon") && problem.contains("7"));
    }

    @Test
    void anOversellThatPoolsAndEventsAgreeOnIsFound() {
        market.audit();
        Map<String, String> meta = market.redis().hgetall(market.keys().meta());
        long seq = Long.parseLong(meta.get("seq")) + 1;
        // What a careless placing would leave behind: sold without taking from what is available.
        market.redis()
                .xadd(
                        market.keys().events(),
                        XAddArgs.Builder.minId("0").id(seq + "-0"),
                        "b",
                        seq + " 1 " + meta.get("now") + " cc",
                        "e",
                        "order.confirmed v7 stock:pear=0/0/3 " + "9".repeat(22) + " c f " + seq
                                + " 1 0 0 n 0 0 0 CNY live v7 = pear:3:3990 -");
        market.redis().hset(market.keys().pools(), "stock:pear", "2 0 4");
        market.redis().hset(market.keys().meta(), "seq", "" + seq);
        AuditReport report = market.audit();
        assertThat(report.replayMatches()).as("pools and events agree").isTrue();
        assertThat(report.ok()).isFalse();
        assertThat(report.offers()).anyMatch(offer -> offer.offer().equals("pear") && offer.oversold() == 1);
    }

    @Test
    void anEventThatTheLedgerTellsDifferentlyIsFound() throws SQLException {
        market.audit();
        cook("UPDATE event SET body = replace(body, '3990', '1') WHERE type = 'order.confirmed'");
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("body differs"));
    }

    @Test
    void anEventThatTheLedgerLostIsFound() throws SQLException {
        market.audit();
        cook("DELETE FROM event WHERE seq = 8");
        assertThat(market.auditNow().problems())
                .anyMatch(problem -> problem.contains("audited.1.8") && problem.contains("not in the ledger"));
    }

    @Test
    void aLineThatTheFileLostIsFound() throws IOException {
        market.audit();
        List<String> lines = new ArrayList<>(Files.readAllLines(market.file()));
        lines.remove(2);
        Files.write(market.file(), lines);
        assertThat(market.auditNow().problems())
                .anyMatch(problem -> problem.contains("missing in the fulfilment file"));
    }

    @Test
    void aLineThatTheFileHasTwiceIsFound() throws IOException {
        market.audit();
        String last = Files.readAllLines(market.file()).get(5);
        Files.writeString(market.file(), last + "\n", StandardOpenOption.APPEND);
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("out of turn"));
    }

    @Test
    void linesOutOfOrderAreFound() throws IOException {
        market.audit();
        List<String> lines = new ArrayList<>(Files.readAllLines(market.file()));
        Collections.swap(lines, 1, 2);
        Files.write(market.file(), lines);
        assertThat(market.auditNow().ok()).isFalse();
    }

    @Test
    void aLineThatTellsAnotherPriceIsFound() throws IOException {
        market.audit();
        String text = Files.readString(market.file());
        Files.writeString(market.file(), text.replaceFirst("\"priceMinor\":3990", "\"priceMinor\":3991"));
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("differs between ledger and"));
    }

    @Test
    void deliveryDataMayBeErasedWithoutALie() throws SQLException {
        market.audit();
        cook("DELETE FROM delivery");
        assertThat(market.auditNow().problems()).isEmpty();
    }

    @Test
    void aLostPartitionIsFound() {
        market.audit();
        market.redis().flushall();
        AuditReport report = market.auditNow();
        assertThat(report.ok()).isFalse();
        assertThat(report.session()).isEqualTo(SESSION);
    }

    @Test
    void aPartitionThatFellBehindTheLedgerIsFound() {
        Map<String, String> meta = market.redis().hgetall(market.keys().meta());
        Map<String, String> pools = market.redis().hgetall(market.keys().pools());
        market.buy("v8", "pear", 1);
        market.audit();
        String last = market.redis().hget(market.keys().meta(), "seq");
        market.redis().xdel(market.keys().events(), last + "-0");
        market.redis().hset(market.keys().meta(), meta);
        market.redis().hset(market.keys().pools(), pools);
        assertThat(market.auditNow().problems())
                .anyMatch(problem -> problem.contains("up to " + last) && problem.contains("fallen back"));
    }

    @Test
    void booksThatCannotBeReadAreAProblemAndNoFailure() {
        market.audit();
        market.redis().hset(market.keys().pools(), "stock:pear", "many");
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("cannot be read"));
        market.redis().hset(market.keys().meta(), "seq", "1e3");
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("broken meta"));
    }

    @Test
    void aStreamEntryThatCannotBeReadIsAProblemAndNoFailure() {
        market.audit();
        market.redis().xadd(market.keys().events(), XAddArgs.Builder.minId("0").id("14-0"), "rubbish", "1");
        market.redis().hset(market.keys().meta(), "seq", "14");
        assertThat(market.auditNow().problems()).anyMatch(problem -> problem.contains("stream entry 14-0"));
    }

    @Test
    void aCursorThatMovedBeforeTheFileWasWrittenIsSeenAsALoss() throws SQLException, IOException {
        market.audit();
        // The state that "cursor first, then the file" leaves after a kill in between: see DispatcherTest.
        List<String> lines = Files.readAllLines(market.file());
        Files.write(market.file(), lines.subList(0, lines.size() - 1));
        assertThat(market.auditNow().problems())
                .containsExactly("event audited.1.13 is missing in the fulfilment file");
    }
}
