package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The erase command on a real market, while it sells and after it has stopped. */
class EraseCommandTest {
    private static final String ORDER = "{'lines':[{'offer':'melon','quantity':1}],"
            + "'delivery':{'division':'330602001001','name':'王芳','phone':'13812345678','street':'人民路1号'}}";

    private final Path folder = MarketForTest.newFolder();
    private final StringWriter printed = new StringWriter();
    private MarketForTest market;
    private ShowForTest show;
    private String order;

    @BeforeEach
    void sell() {
        market = MarketForTest.start(folder);
        show = market.show().open("melon", 100);
        order = buy("wang", "k1");
        awaitDelivery(1);
    }

    private String buy(String viewer, String key) {
        return show.order(viewer, key).json(ORDER).send().expect(201).at("id").textValue();
    }

    private void awaitDelivery(int lines) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(file()) && Files.readAllLines(file()).size() == lines && sinkIsDone());
    }

    private Path file() {
        return folder.resolve("fulfilment/" + show.session() + ".jsonl");
    }

    private boolean sinkIsDone() throws SQLException {
        return query("SELECT COUNT(*) FROM sink_cursor s JOIN ledger_cursor l USING (session) WHERE s.seq = l.seq")
                == 1;
    }

    @AfterEach
    void close() {
        market.close();
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    private int erase(String... arguments) {
        CommandLine line = new CommandLine(new EraseCommand())
                .setOut(new PrintWriter(printed))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    printed.write(String.valueOf(failure.getMessage()));
                    return 2;
                });
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", folder.toString()));
        return line.execute(all.toArray(new String[0]));
    }

    @Test
    void besideARunningServerAnOrderIsErasedAndItSaysWhatRemains() throws SQLException, IOException {
        assertThat(erase("--order", order)).isZero();
        assertThat(query("SELECT COUNT(*) FROM delivery")).isZero();
        assertThat(query("SELECT COUNT(*) FROM erasure WHERE reason = 'by_request'"))
                .isEqualTo(1);
        assertThat(printed.toString())
                .contains("erased the delivery data of 1 orders")
                .contains("append-only file")
                .contains(file().toString())
                .contains("backups");
        assertThat(erase("--order", order)).as("again").isZero();

        assertThat(show.order("wang", "k1")
                        .json(ORDER)
                        .send()
                        .expect(200)
                        .at("id")
                        .textValue())
                .as("a repeat meets its order")
                .isEqualTo(order);
        market.post("/v1/orders/" + order + "/cancel")
                .as(show.viewer("wang"))
                .send()
                .expect(200);
        awaitDelivery(2);
        assertThat(query("SELECT COUNT(*) FROM delivery")).isZero();
        assertThat(Files.readAllLines(file()).get(1)).contains("\"delivery\":null");
        show.audit();
    }

    @Test
    void withoutAServerAndAfterARestartItStaysErased() throws SQLException {
        market.stop();
        assertThat(erase("--viewer", "wang", "--reason", "letter-12")).isZero();
        assertThat(query("SELECT COUNT(*) FROM erasure WHERE reason = 'letter-12'"))
                .isEqualTo(1);
        market = MarketForTest.start(folder);
        show = new ShowForTest(market, show.session(), market.token(Role.HOST, "host-" + show.session()));
        buy("li", "k2");
        awaitDelivery(2);
        assertThat(query("SELECT COUNT(*) FROM delivery")).isEqualTo(1);
        show.audit();
    }

    @Test
    void ofAViewerAllOrdersAreErasedAndNoOthers() throws SQLException {
        buy("wang", "k2");
        buy("li", "k3");
        awaitDelivery(3);
        assertThat(erase("--viewer", "wang", "--session", show.session(), "--dry-run"))
                .isZero();
        assertThat(printed.toString()).contains("would erase the delivery data of 2 orders");
        assertThat(query("SELECT COUNT(*) FROM delivery")).isEqualTo(3);
        assertThat(erase("--viewer", "wang")).isZero();
        assertThat(query("SELECT COUNT(*) FROM delivery")).isEqualTo(1);
    }

    @Test
    void aSinkThatLacksAnEventIsWaitedFor() throws SQLException {
        market.stop();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            connection.createStatement().executeUpdate("UPDATE sink_cursor SET seq = seq - 1");
        }
        assertThat(erase("--order", order)).isEqualTo(1);
        assertThat(printed.toString()).contains(order + " has events that a sink does not have");
        assertThat(query("SELECT COUNT(*) FROM delivery")).isEqualTo(1);
    }

    /** As a kill leaves it: Redis has acknowledged what the ledger has not read. */
    @Test
    void anOrderThatIsOnlyInRedisIsRefused() throws SQLException {
        market.stop();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            connection.createStatement().executeUpdate("UPDATE ledger_cursor SET seq = seq - 1");
        }
        assertThat(erase("--order", order)).isEqualTo(1);
        assertThat(printed.toString()).contains("only in Redis");
        assertThat(erase("--viewer", "wang")).isEqualTo(1);
        assertThat(query("SELECT COUNT(*) FROM delivery")).isEqualTo(1);
    }

    @Test
    void aLedgerThatSomebodyWritesForSecondsIsSaidToBeBusy() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"))) {
            connection.createStatement().execute("BEGIN IMMEDIATE");
            assertThat(erase("--order", order)).isEqualTo(2);
        }
        assertThat(printed.toString()).contains("the ledger is busy");
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnythingIsOpened() {
        for (String[] arguments : List.of(
                new String[] {},
                new String[] {"--order", "no-id"},
                new String[] {"--order", order, "--viewer", "wang"},
                new String[] {"--order", order, "--session", show.session()},
                new String[] {"--viewer", "not an id"},
                new String[] {"--viewer", "wang", "--reason", "because Mr. Wang asked"})) {
            assertThat(erase(arguments)).as(String.join(" ", arguments)).isEqualTo(2);
        }
        assertThat(erase("--order", show.session() + ".0123456789012345678901")).isEqualTo(1);
        assertThat(printed.toString()).contains("is not in the ledger");
    }
}
