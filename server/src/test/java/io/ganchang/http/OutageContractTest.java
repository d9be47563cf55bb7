package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.ServerProcess;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers are told while Redis does not answer, and that asking again resolves it. */
class OutageContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TITLE = "{'title':'x'}";

    private final Path folder = MarketForTest.newFolder();
    private final ServerProcess server = ServerProcess.launch(folder);
    private final MarketForTest market = server.market();

    @AfterEach
    void end() {
        server.thawRedis();
        server.close();
        MarketForTest.delete(folder);
    }

    @Test
    void anUnknownOutcomeResolvesWithTheSameKey() {
        ShowForTest show = market.show().open("melon", 5);
        server.freezeRedis();
        long asked = System.nanoTime();
        Reply unknown = show.buy("ayi", "k", "melon", 2).expect(Problem.OUTCOME_UNKNOWN);
        long retryAfter = Long.parseLong(unknown.header("Retry-After").orElseThrow());
        assertThat(retryAfter).isGreaterThan(3);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> show.buy("shushu", "k", "melon", 1).status() == 503);
        server.thawRedis();
        Awaitility.await().atMost(PATIENCE).until(() -> buyAgain(show).status() < 300);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(retryAfter));
        buyAgain(show).expect(200);
        assertThat(show.seen("melon").path("available").longValue()).isIn(3L, 2L);
        show.audit();
    }

    private static Reply buyAgain(ShowForTest show) {
        return show.buy("ayi", "k", "melon", 2);
    }

    @Test
    void nothingIsShownAsEmptyWhileItCannotBeRead() {
        ShowForTest show = market.show().open("melon", 5);
        String order = show.buy("ayi", "k", "melon", 1).expect(201).at("id").textValue();
        server.freezeRedis();
        List<Reply> replies = Stream.of("/v1/sessions", show.path(), "/v1/orders/" + order)
                .parallel()
                .map(path -> market.get(path).as(show.viewer("ayi")).send())
                .toList();
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isPresent();
        });
    }

    @Test
    void aHostsBooksOpenWhileRedisDoesNotAnswer() {
        ShowForTest show = market.show().open("melon", 5);
        String order = show.buy("ayi", "k", "melon", 1).expect(201).at("id").textValue();
        market.get(show.path() + "/orders").as(show.host()).send().expect(200); // so the ledger has it
        server.freezeRedis();
        Reply orders =
                market.get(show.path() + "/orders").as(show.host()).send().expect(200);
        assertThat(orders.at("items/0/id").textValue()).isEqualTo(order);
        market.get(show.path() + "/log").as(show.host()).send().expect(200);
    }

    @Test
    void aBirthThatWasCutShortIsCompletedByItsHostAlone() {
        String path = "/v1/sessions/" + market.newName("half");
        String host = market.token(Role.HOST, "li");
        server.freezeRedis();
        Reply cut = market.put(path).as(host).json(TITLE).send();
        assertThat(cut.status()).isEqualTo(503);
        server.thawRedis();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> market.put(path)
                                .as(market.token(Role.HOST, "stranger"))
                                .json(TITLE)
                                .send()
                                .status()
                        == 403);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> market.put(path).as(host).json(TITLE).send().status() < 300);
        assertThat(market.get(path).send().expect(200).at("host").textValue()).isEqualTo("li");
    }
}
