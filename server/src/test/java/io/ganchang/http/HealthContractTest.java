package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.ServerProcess;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.Keys;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.lettuce.core.XAddArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What {@code /healthz} and {@code /readyz} say, in good days and in bad ones. */
class HealthContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WELL = "{\"status\":\"ok\",\"problems\":[]}";

    private static Reply healthz(MarketForTest market) {
        return market.admin("GET", "/healthz").send();
    }

    private static Reply readyz(MarketForTest market) {
        return market.admin("GET", "/readyz").send();
    }

    @Test
    void aServerThatSellsIsWellAndReadyAndTellsItWithoutToken() {
        try (MarketForTest market = MarketForTest.start()) {
            assertThat(healthz(market).expect(200).text()).isEqualTo(WELL);
            assertThat(readyz(market).expect(200).text())
                    .isEqualTo("{\"status\":\"ready\",\"problems\":[],\"warnings\":[],\"durability\":\"checked\"}");
            for (String path : List.of("/healthz", "/readyz", "/metrics")) {
                market.admin("GET", path + "?verbose=1").send().expectInvalidAt("verbose");
                market.admin("POST", path).send().expect(Problem.METHOD_NOT_ALLOWED);
                market.get(path).onTheWrongListener().send().expect(Problem.NOT_FOUND);
            }
        }
    }

    @Test
    void aServerWhoseRedisHangsIsWellAndNotReadyUntilRedisIsBack() {
        Path folder = MarketForTest.newFolder();
        try (ServerProcess server = ServerProcess.launch(folder)) {
            MarketForTest market = server.market();
            ShowForTest show = market.show().open("melon", 5);
            readyz(market).expect(200);
            server.freezeRedis();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                show.buy("ayi", "k", "melon", 1);
                Reply notReady = readyz(market).expect(503);
                assertThat(notReady.at("status").textValue()).isEqualTo("not_ready");
                assertThat(notReady.at("problems/0").textValue()).contains("connections to Redis are down");
                assertThat(notReady.at("warnings").toString()).contains("the ledger writer fails and tries again");
            });
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                show.buy("ayi", "k", "melon", 1);
                assertThat(market.admin("GET", "/metrics").send().expect(200).text())
                        .contains("ganchang_ready 0.0")
                        .containsPattern("ganchang_redis_calls_total\\{fate=\"unknown\"} [1-9]")
                        .containsPattern("ganchang_orders_shed_total\\{cause=\"redis_down\"} [1-9]")
                        .containsPattern("ganchang_ledger_failures_total [1-9]");
            });
            assertThat(healthz(market).expect(200).text()).isEqualTo(WELL);

            server.thawRedis();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(readyz(market).expect(200).at("warnings"))
                            .isEmpty());
        } finally {
            MarketForTest.delete(folder);
        }
    }

    @Test
    void aHaltedSessionIsAWarningThatNamesIt() {
        try (MarketForTest market = MarketForTest.start()) {
            ShowForTest healthy = market.show().open("melon", 5);
            ShowForTest halted = market.show();
            try (OffLoopRedis redis = OffLoopRedis.toSocket(EmbeddedRedis.socketOf(market.folder()))) {
                redis.connect()
                        .sync()
                        .xadd(
                                Keys.of(new SessionId(halted.session())).events(),
                                new XAddArgs().id("1000-0"),
                                Map.of("not", "ours"));
            }
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Reply ready = readyz(market).expect(200);
                assertThat(ready.at("warnings").toString())
                        .isEqualTo("[\"the ledger has halted session " + halted.session() + "\"]");
            });
            assertThat(market.admin("GET", "/metrics").send().expect(200).text())
                    .contains("ganchang_ledger_sessions_halted 1.0", "ganchang_warnings 1.0", "ganchang_ready 1.0");
            healthy.buy("ayi", "k", "melon", 1).expect(201);
        }
    }

    @Test
    void aServerThatStopsSaysSoWhileItStillSells() throws Exception {
        MarketForTest market = MarketForTest.start("http.drainNoticeMs=5000");
        ShowForTest show = market.show().open("melon", 5);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(market::close);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                readyz(market).expect(503).at("problems/0").textValue())
                        .isEqualTo("the server is stopping"));
        show.buy("ayi", "k", "melon", 1).expect(201);
        assertThat(healthz(market).expect(200).text()).isEqualTo(WELL);
        stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
