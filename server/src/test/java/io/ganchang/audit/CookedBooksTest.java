package io.ganchang.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.XAddArgs;
import io.lettuce.core.XTrimArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders, counters, offers and checkpoints: each test cooks one place and must see the audit find it. */
class CookedBooksTest {
    private static final String FIRST = "%022d".formatted(1);

    @TempDir
    Path data;

    private MarketForTest market;

    @BeforeEach
    void sell() throws IOException {
        market = new MarketForTest(data);
        market.offer("melon", 20);
        for (int i = 1; i <= 4; i++) {
            assertThat(market.buy("v" + i, "melon", 3)).startsWith("+");
        }
        assertThat(market.cancel("v2", 2)).startsWith("+");
        assertThat(market.audit().problems()).isEmpty();
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

    private void finds(String... parts) {
        assertThat(market.auditNow().problems())
                .anySatisfy(problem -> assertThat(problem).contains(parts));
    }

    private void fullFinds(String... parts) {
        assertThat(market.auditNow(AuditDepth.FULL, 1).problems())
                .anySatisfy(problem -> assertThat(problem).contains(parts));
    }

    private List<String> sinceCheckpoint() {
        AuditReport report = market.auditNow();
        assertThat(report.fromSeq()).isPositive();
        return report.problems();
    }

    @Test
    void theReportSaysHowMuchWasComparedAndAtWhichNumber() {
        AuditReport report = market.audit();
        assertThat(report.orders()).isEqualTo(4);
        assertThat(report.events()).isEqualTo(report.seq()).isEqualTo(9);
        assertThat(report.compared())
                .contains(
                        new AuditReport.Compared("orders in the partition", 4, 9),
                        new AuditReport.Compared("counters of limits", 3, 9),
                        new AuditReport.Compared("orders in the ledger", 4, 9),
                        new AuditReport.Compared("lines of the fulfilment file", 5, 9));
    }

    @Test
    void anOrderThatRedisTellsDifferentlyIsFound() {
        String record = market.redis().hget(market.keys().orders(), FIRST);
        market.redis().hset(market.keys().orders(), FIRST, record.replace("3990", "1"));
        finds("at 9 order audited." + FIRST, "not in the partition as its last event, 5, left it");
    }

    @Test
    void anOrderThatRedisLostIsFound() {
        market.redis().hdel(market.keys().orders(), FIRST);
        finds("the order of event 5 is missing in the partition");
    }

    @Test
    void anOrderThatRedisHasTooMuchIsFound() {
        market.redis()
                .hset(
                        market.keys().orders(),
                        "x".repeat(22),
                        market.redis().hget(market.keys().orders(), FIRST));
        finds("order audited." + "x".repeat(22), "is in the partition, but has no event");
    }

    @Test
    void anOrderThatTheLedgerTellsDifferentlyIsFound() throws SQLException {
        cook("UPDATE orders SET record = replace(record, '3990', '1'), amount_minor = 3 WHERE id LIKE '%1'");
        finds("order audited." + FIRST, "not in the ledger as its last event, 5, left it");
    }

    @Test
    void anAmountThatIsNotTheSumOfTheLinesIsFound() throws SQLException {
        cook("UPDATE orders SET amount_minor = amount_minor + 1 WHERE id LIKE '%1'");
        finds("order audited." + FIRST, "told differently by its columns and its record");
    }

    @Test
    void anOrderThatTheLedgerLostIsFound() throws SQLException {
        cook("DELETE FROM orders WHERE id LIKE '%1'");
        finds("the order of event 5 is missing in the ledger");
    }

    @Test
    void anOrderThatTheLedgerHasTooMuchIsFound() throws SQLException {
        cook("INSERT INTO orders (id, session, seq, state, viewer, owner, channel, amount_minor, currency, record,"
                + " created_ms, updated_ms) SELECT 'audited." + "y".repeat(22)
                + "', session, seq, state, viewer, owner, channel,"
                + " amount_minor, currency, record, created_ms, updated_ms FROM orders WHERE id LIKE '%1'");
        finds("order audited." + "y".repeat(22), "is in the ledger, but has no event");
    }

    @Test
    void aCounterThatIsOffByOneIsFound() {
        market.redis().hincrby(market.keys().taken(), "v1:melon", 1);
        finds("a counter of limits is 4, but the orders give 3", "event 5 changed it last");
    }

    @Test
    void aCounterThatIsGoneIsFound() {
        market.redis().hdel(market.keys().taken(), "v1:melon");
        finds("a counter of limits is missing, but the orders give 3");
    }

    @Test
    void aCounterOfNobodyIsFound() {
        market.redis().hset(market.keys().taken(), "v77:melon", "1");
        finds("a counter of limits is 1, but the orders give 0");
    }

    @Test
    void noProblemNamesAViewer() {
        market.redis().hincrby(market.keys().taken(), "v1:melon", 1);
        market.redis().hset(market.keys().taken(), "v77:melon", "1");
        market.redis().hdel(market.keys().taken(), "v3:melon");
        assertThat(market.auditNow().problems()).hasSize(3).noneMatch(problem -> problem.matches(".*\\bv\\d.*"));
    }

    @Test
    void anOfferThatIsNotAsItsLastEventLeftItIsFound() {
        String record = market.redis().hget(market.keys().offers(), "melon");
        market.redis().hset(market.keys().offers(), "melon", record.replace("3990", "1"));
        finds("offer melon is not as its last event left it");
    }

    @Test
    void aSessionThatIsNotAsItsLastEventLeftItIsFound() {
        market.redis().hset(market.keys().meta(), Map.of("version", "9", "pinned", "melon"));
        finds("the session is not as its last event left it");
        finds("offer melon is pinned");
    }

    @Test
    void aPoolThatWasMovedTogetherWithAnOrderIsFound() {
        // Pool and order agree, and so do the sums; the events do not.
        String record = market.redis().hget(market.keys().orders(), FIRST);
        market.redis().hset(market.keys().orders(), FIRST, record.replace("melon:3:", "melon:4:"));
        market.redis().hset(market.keys().pools(), "stock:melon", "10 0 10");
        market.redis().hset(market.keys().taken(), "v1:melon", "4");
        AuditReport report = market.auditNow();
        assertThat(report.replayMatches()).isFalse();
        assertThat(report.problems())
                .anyMatch(problem -> problem.contains("pool stock:melon"))
                .anyMatch(problem -> problem.contains("order audited." + FIRST));
    }

    @Test
    void anEventWhoseDeltasAreNotThoseOfItsOrderIsFound() {
        Map<String, String> meta = market.redis().hgetall(market.keys().meta());
        String id = "z".repeat(22);
        String record = "c ffffffffffffffff 10 " + meta.get("now") + " 0 0 n 0 0 0 CNY live v9 = melon:3:3990 -";
        market.redis()
                .xadd(
                        market.keys().events(),
                        XAddArgs.Builder.minId("0").id("10-0"),
                        "b",
                        "10 1 " + meta.get("now") + " cc",
                        "e",
                        "order.confirmed v9 stock:melon=-2/0/2 " + id + ' ' + record);
        market.redis().hset(market.keys().orders(), id, record);
        market.redis().hset(market.keys().pools(), "stock:melon", "9 0 11");
        market.redis().hset(market.keys().taken(), "v9:melon", "3");
        market.redis().hset(market.keys().meta(), "seq", "10");
        finds("event audited.1.10", "does not change the pools by what its order has");
        finds("pool stock:melon", "the orders sum up to 0 held and 12 sold");
    }

    @Test
    void anEventThatTheStreamLostIsFound() {
        market.redis().xdel(market.keys().events(), "6-0");
        finds("event audited.1.6 is in the ledger, but not in the stream");
    }

    @Test
    void aTrimmedStreamIsNoDifference() {
        market.redis()
                .xtrim(market.keys().events(), XTrimArgs.Builder.minId("8-0").exactTrimming());
        assertThat(market.auditNow(AuditDepth.FULL, 1).problems()).isEmpty();
    }

    @Test
    void whatIsTrimmedBeforeTheLedgerHasItIsAGap() throws SQLException {
        cook("DELETE FROM event WHERE seq = 6");
        market.redis()
                .xtrim(market.keys().events(), XTrimArgs.Builder.minId("8-0").exactTrimming());
        finds("event audited.1.7 follows number 5; there is a gap");
    }

    @Test
    void aFrozenSessionIsAProblemThatSaysSo() {
        market.redis().hset(market.keys().meta(), "frozen", "rolled back");
        finds("the session is frozen at 9: rolled back");
    }

    @Test
    void anAuditGoesOnFromTheCheckpointOfTheLastOne() {
        assertThat(market.auditAndKeep().fromSeq()).isZero();
        market.buy("v1", "melon", 1);
        market.cancel("v3", 3);
        AuditReport report = market.audit();
        assertThat(report.problems()).isEmpty();
        assertThat(report.fromSeq()).isEqualTo(9);
        assertThat(report.events()).isEqualTo(2);
        assertThat(report.orders()).isEqualTo(5);
        assertThat(market.auditNow(AuditDepth.FULL, 1).problems()).isEmpty();
    }

    @Test
    void whatIsCookedInOrdersAndPoolsIsFoundFromACheckpointToo() throws SQLException {
        market.auditAndKeep();
        market.buy("v8", "melon", 1);
        market.cancel("v1", 1);
        assertThat(market.audit().problems()).isEmpty();
        market.redis().hset(market.keys().pools(), "stock:melon", "12 0 8");
        market.redis().hincrby(market.keys().taken(), "v4:melon", 1);
        String record = market.redis().hget(market.keys().orders(), "%022d".formatted(4));
        market.redis().hset(market.keys().orders(), "%022d".formatted(4), record.replace("3990", "1"));
        cook("UPDATE orders SET record = replace(record, '3990', '1') WHERE id LIKE '%3'");
        cook("UPDATE orders SET state = 'held' WHERE id LIKE '%2'");
        assertThat(sinceCheckpoint())
                .anyMatch(problem -> problem.contains("pool stock:melon"))
                .anyMatch(problem -> problem.contains("a counter of limits is 4"))
                .anyMatch(problem -> problem.contains("%022d is not".formatted(4)))
                .anyMatch(problem -> problem.contains("%022d is".formatted(3)))
                .anyMatch(problem -> problem.contains("%022d is told differently".formatted(2)));
    }

    @Test
    void anOldEventThatWasAlteredIsFoundByAFullAuditAlone() throws SQLException {
        market.auditAndKeep();
        market.redis()
                .xtrim(market.keys().events(), XTrimArgs.Builder.minId("9-0").exactTrimming());
        cook("UPDATE event SET actor = 'v99' WHERE seq = 6");
        assertThat(sinceCheckpoint()).isEmpty();
        fullFinds("the checkpoint at 9", "is not what the events up to there give now");
    }

    @Test
    void aLineThatTheFileLostAfterTheCheckpointIsFound() throws IOException {
        market.auditAndKeep();
        market.buy("v8", "melon", 1);
        market.buy("v9", "melon", 1);
        assertThat(market.audit().problems()).isEmpty();
        List<String> lines = new ArrayList<>(Files.readAllLines(market.file()));
        lines.remove(5);
        Files.write(market.file(), lines);
        assertThat(sinceCheckpoint()).containsExactly("event audited.1.10 is missing in the fulfilment file");
        Files.write(market.file(), lines.subList(0, 2));
        assertThat(sinceCheckpoint()).anyMatch(problem -> problem.contains("no line ends at byte"));
    }

    @Test
    void aCheckpointThatWasAlteredIsNotBelieved() throws SQLException {
        market.auditAndKeep();
        cook("UPDATE audit_checkpoint SET document = replace(document, '\"sold\":9', '\"sold\":8')");
        AuditReport report = market.auditNow();
        assertThat(report.fromSeq()).isZero();
        assertThat(report.problems())
                .singleElement()
                .asString()
                .contains("the checkpoint at 9")
                .contains("was altered after it was written");
    }

    @Test
    void aCheckpointThatWasForgedWithItsDigestIsFound() throws SQLException {
        market.auditAndKeep();
        market.forgeCheckpoint("\"sold\":9", "\"sold\":8");
        assertThat(sinceCheckpoint()).anyMatch(problem -> problem.contains("pool stock:melon"));
        fullFinds("the checkpoint at 9", "is not what the events up to there give now");
    }

    @Test
    void aCheckpointAboveTheLastEventIsFound() throws SQLException {
        market.auditAndKeep();
        cook("DELETE FROM audit_checkpoint");
        cook("INSERT INTO audit_checkpoint VALUES ('audited', 99, 1, 'c', '{}', 'd', 0, 'p')");
        finds("the checkpoint at 99");
        fullFinds("the checkpoint at 99", "is above the last event, 9");
    }

    @Test
    void aClosedSessionIsAuditedFromLedgerAndFile() throws SQLException, IOException {
        cook("INSERT INTO event SELECT session, 10, epoch, at_ms, 'session.closed', 'system', '-', 'audited',"
                + " 'closed 3 {}', '{\"pools\":{\"stock:melon\":\"11 0 9\"}}' FROM event WHERE seq = 9");
        cook("UPDATE ledger_cursor SET seq = 10");
        market.redis().flushall();
        AuditReport report = market.auditNow();
        assertThat(report.problems()).isEmpty();
        assertThat(report.replayMatches()).isTrue();
        assertThat(report.seq()).isEqualTo(10);
        assertThat(report.offers()).containsExactly(new AuditReport.OfferBalance("melon", 20, 11, 0, 9, 0));
        cook("UPDATE orders SET record = replace(record, '3990', '1'), amount_minor = 3 WHERE id LIKE '%1'");
        finds("order audited." + FIRST);
        cook("UPDATE event SET attachment = replace(attachment, '11 0 9', '12 0 8') WHERE seq = 10");
        finds("event audited.1.10 tells of pools");
        Files.writeString(market.file(), "");
        finds("event audited.1.5 is missing in the fulfilment file");
    }
}
