package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ganchang.redis.embedded.RedisForTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link writes down of itself is what happened to its calls. */
class LinkCountsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisForTest redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
    private final LinkForTest link = LinkForTest.to(redis.socket(), LinkForTest.config(3_000), 10);

    @AfterEach
    void close() {
        redis.resume();
        link.close();
        redis.close();
    }

    @Test
    void everyCallCountsOnceByItsFate() {
        LinkCounts counts = link.counts();
        assertThat(catchThrowable(() -> link.call(Request.cmd(Command.PING)))).isNotNull();
        assertThat(counts.isUp()).isFalse();
        assertThat(counts.notSent()).isEqualTo(1);

        link.open();
        assertThat(counts.isUp()).isTrue();
        assertThat(counts.connectsMade()).isEqualTo(1);
        link.call(Request.cmd(Command.SET).arg("name").arg("melon"));
        assertThat(counts.answered()).isEqualTo(1);
        assertThat(counts.answerNanos()).isBetween(1L, TimeUnit.SECONDS.toNanos(20));

        assertThat(catchThrowable(() -> link.call(Request.cmd(Command.INCR).arg("name"))))
                .isNotNull();
        assertThat(counts.refused()).isEqualTo(1);
        assertThat(counts.isUp()).isTrue();

        redis.pause();
        assertThat(catchThrowable(() -> link.call(Request.cmd(Command.PING)))).isNotNull();
        Awaitility.await().atMost(PATIENCE).until(() -> !counts.isUp()); // told after the caller's failure
        assertThat(counts.unknown()).isEqualTo(1);
        Awaitility.await().atMost(PATIENCE).until(() -> counts.connectsFailed() > 0);

        redis.resume();
        Awaitility.await().atMost(PATIENCE).until(counts::isUp);
        assertThat(counts.connectsMade()).isEqualTo(2);
        assertThat(counts.answered() + counts.refused() + counts.notSent() + counts.unknown())
                .isEqualTo(4);
    }
}
