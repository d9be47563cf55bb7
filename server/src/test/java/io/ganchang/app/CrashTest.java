package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a buyer was told holds, however the server ends. */
class CrashTest {
    private static final int BUYERS = 16;
    private static final int ORDERS_BEFORE_THE_END = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder = MarketForTest.newFolder();

    /** Idempotency key → order id. */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger sent = new AtomicInteger();

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
            sellUntil(show, server::kill);
        }
        assertThat(runs(redis)).as("Redis outlives a killed server").isTrue();

        MarketForTest again = MarketForTest.start(folder);
        try {
            assertThat(runs(redis)).as("and is taken over").isTrue();
            ShowForTest after = new ShowForTest(again, show.session(), show.host());
            acknowledged.forEach((key, id) ->
                    assertThat(buy(after, key).expect(200).at("id").textValue()).isEqualTo(id));
            for (int i = 0; i < sent.get(); i++) {
                assertThat(buy(after, "k" + i).status()).isIn(200, 201);
            }
            JsonNode audit = after.audit();
            assertThat(audit.at("/offers/0/sold").intValue()).isEqualTo(sent.get());
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
            sellUntil(show, server::terminate);
            assertThat(server.exitCode()).isIn(0, 143);
            assertThat(server.log()).contains("stopped");
        }
        assertThat(runs(redis)).isFalse();
        assertThat(fulfilled(show)).containsAll(acknowledged.values()).doesNotHaveDuplicates();
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

    private static Reply buy(ShowForTest show, String key) {
        return show.buy("viewer-" + key, key, "melon", 1);
    }

    /** Each buyer buys one order after the other; when enough are acknowledged, with others under way, the end comes. */
    private void sellUntil(ShowForTest show, Runnable end) {
        ExecutorService buyers = Executors.newFixedThreadPool(BUYERS);
        for (int i = 0; i < BUYERS; i++) {
            buyers.execute(() -> buyOnAndOn(show));
        }
        buyers.shutdown();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> acknowledged.size() >= ORDERS_BEFORE_THE_END);
        end.run();
        Awaitility.await().atMost(PATIENCE).until(buyers::isTerminated);
    }

    private void buyOnAndOn(ShowForTest show) {
        try {
            while (true) {
                String key = "k" + sent.getAndIncrement();
                acknowledged.put(key, buy(show, key).expect(201).at("id").textValue());
            }
        } catch (UncheckedIOException | AssertionError e) {
            // the server has gone, or goes; what this request came to is asked later
        }
    }

    private List<String> fulfilled(ShowForTest show) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> orders = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("fulfilment/" + show.session() + ".jsonl"))) {
            orders.add(json.readTree(line).path("subject").textValue());
        }
        return orders;
    }
}
