package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that starts on a ledger whose session is closed: no partition is missed, and old requests are known. */
class ClosedSessionStartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] AT_ONCE = {"sessions.closeAfterDays=0", "sessions.closeCheckSeconds=1"};

    private final Path folder = MarketForTest.newFolder();

    @AfterEach
    void clear() {
        MarketForTest.delete(folder);
    }

    private List<String> keys() {
        try (OffLoopRedis redis = OffLoopRedis.toSocket(EmbeddedRedis.socketOf(folder))) {
            return redis.connect().sync().keys("*");
        }
    }

    @Test
    void itAnswersFromTheLedgerAsBeforeTheStop() {
        MarketForTest first = MarketForTest.start(folder, AT_ONCE);
        ShowForTest show = first.show().open("melon", 4);
        String order = show.buy("ayi", "k", "melon", 1).expect(201).at("id").textValue();
        show.move("end").expect(200);
        Awaitility.await().atMost(PATIENCE).until(() -> keys().isEmpty());
        first.stop();

        MarketForTest second = MarketForTest.start(folder);
        try {
            ShowForTest again = new ShowForTest(second, show.session(), show.host());
            assertThat(again.seen().path("state").textValue()).isEqualTo("closed");
            Reply repeated = again.buy("ayi", "k", "melon", 1).expect(200);
            assertThat(repeated.at("id").textValue()).isEqualTo(order);
        } finally {
            second.stop();
        }
    }
}
