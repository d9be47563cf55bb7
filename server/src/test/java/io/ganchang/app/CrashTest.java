package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a buyer was told holds, however the server ends. */
class CrashTest {
    private static final int ORDERS_BEFORE_THE_END = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder = MarketForTest.newFolder();

    private final RushForTest rush = new RushForTest();

    @AfterEach
    void deleteFolder() {
        MarketForTest.delete(folder);
    }

    @Test
    void whatWasAcknowledgedBeforeAKillIsThereAfterwards() {
        ProcessHandle redis;
        ShowForTest show;
        try (ServerProcess server = ServerProcess.launch(folder)) {
            show = server.market().show().open("melon", 100_000);
            redis = server.redis();
            rush.sell(show, ORDERS_BEFORE_THE_END, server::kill);
        }
        assertThat(runs(redis)).as("Redis outlives a killed server").isTrue();

        MarketForTest again = MarketForTest.start(folder);
        try {
            assertThat(runs(redis)).as("and is taken over").isTrue();
            ShowForTest after = new ShowForTest(again, show.session(), show.host());
            rush.everyOrderIsThere(after);
            JsonNode audit = after.audit();
            assertThat(audit.at("/offers/0/sold").intValue()).isEqualTo(rush.sent());
        } finally {
            again.stop();
        }
        assertThat(runs(redis)).as("it ends with the server that took it over").isFalse();
    }

    @Test
    void whatWasAcknowledgedBeforeATerminationIsInTheFulfilmentFile() throws IOException {
        ShowForTest show;
        ProcessHandle redis;
        try (ServerProcess server = ServerProcess.launch(folder)) {
            show = server.market().show().open("melon", 100_000);
            redis = server.redis();
            rush.sell(show, ORDERS_BEFORE_THE_END, server::terminate);
            assertThat(server.exitCode()).isIn(0, 143);
            assertThat(server.log()).contains("stopped");
        }
        assertThat(runs(redis)).isFalse();
        assertThat(RushForTest.fulfilled(folder, show))
                .containsAll(rush.acknowledged())
                .doesNotHaveDuplicates();
    }

    @Test
    void aServerThatIsTerminatedWhileItStartsLeavesNothingRunning() {
        try (ServerProcess server = ServerProcess.launch(folder)) {
            Awaitility.await().atMost(PATIENCE).until(() -> server.log().contains("as process"));
            ProcessHandle redis = server.redis();
            server.terminate();
            assertThat(server.exitCode()).isEqualTo(143);
            assertThat(runs(redis)).isFalse();
        }
    }

    /** A process that has ended stays known as a zombie where nobody waits for it, and has no command then. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
