package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people are told of a session whose Redis was put back onto the files of a backup. */
class FrozenSessionTest {
    private final Path folder = MarketForTest.newFolder();

    @AfterEach
    void deleteFolder() {
        MarketForTest.delete(folder);
    }

    @Test
    void onFilesFromABackupItIsFrozenAndEveryoneIsToldSo() throws IOException {
        Path files = folder.resolve("redis").resolve("appendonlydir");
        Path backup = folder.resolve("backup");
        MarketForTest first = MarketForTest.start(folder);
        ShowForTest show = first.show().open("melon", 50);
        ShowForTest other = first.show().open("pear", 5);
        String kept = show.buy("ayi", "k1", "melon", 1).expect(201).at("id").textValue();
        first.stop();
        RedisForTest.copy(files, backup);

        MarketForTest second = MarketForTest.start(folder);
        ShowForTest more = new ShowForTest(second, show.session(), show.host());
        String lost = more.buy("ayi", "k2", "melon", 1).expect(201).at("id").textValue();
        second.stop();
        RedisForTest.deleteAll(files);
        RedisForTest.copy(backup, files);

        MarketForTest third = MarketForTest.start(folder);
        try {
            assertFrozen(new ShowForTest(third, show.session(), show.host()), List.of(kept, lost));
            new ShowForTest(third, other.session(), other.host())
                    .buy("ayi", "k3", "pear", 1)
                    .expect(201);
            assertThat(Files.readString(folder.resolve("fulfilment").resolve(show.session() + ".jsonl")))
                    .as("what was acknowledged was delivered")
                    .contains(kept, lost);
        } finally {
            third.stop();
        }
    }

    private static void assertFrozen(ShowForTest show, List<String> orders) {
        MarketForTest market = show.market();
        Reply refused = show.buy("ayi", "k9", "melon", 1).expect(Problem.SESSION_FROZEN);
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(refused.at("detail").textValue()).contains("frozen", "reconciled");
        show.buy("ayi", "k2", "melon", 1).expect(Problem.SESSION_FROZEN);
        for (String order : orders) {
            market.get("/v1/orders/" + order).as(show.viewer("ayi")).send().expect(Problem.SESSION_FROZEN);
            market.post("/v1/orders/" + order + "/cancel")
                    .as(show.viewer("ayi"))
                    .send()
                    .expect(Problem.SESSION_FROZEN);
        }
        market.get(show.path()).send().expect(Problem.SESSION_FROZEN);
        show.move("pause").expect(Problem.SESSION_FROZEN);
        show.command("melon", "close", "{}").expect(Problem.SESSION_FROZEN);
        assertThat(market.get("/v1/sessions").send().expect(200).text()).doesNotContain(show.session());
        JsonNode mine = market.get("/v1/orders")
                .as(show.viewer("ayi"))
                .send()
                .expect(200)
                .json();
        assertThat(mine.path("items")).as("the ledger has them all").hasSize(2);
        JsonNode audit = market.admin("GET", "/v1/audit/" + show.session())
                .as(market.token(Role.OPS, "auditor"))
                .send()
                .expect(200)
                .json();
        assertThat(audit.path("ok").booleanValue()).isFalse();
    }
}
