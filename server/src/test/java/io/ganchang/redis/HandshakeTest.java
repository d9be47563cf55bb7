package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ganchang.redis.embedded.RedisForTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link asks of Redis before it is used, what the settings may overrule, and what everybody may know of it. */
class HandshakeTest {
    private static final String[] DURABLE = {"--maxmemory", "64mb", "--maxmemory-policy", "noeviction"};
    private static final int REPLY_TIMEOUT_MS = 2_000;

    private final RedisForTest redis = RedisForTest.durable(DURABLE);

    @AfterEach
    void close() {
        redis.close();
    }

    private LinkForTest link(boolean assumeDurable, boolean allowUnsafe) {
        return LinkForTest.to(redis.socket(), LinkForTest.config(REPLY_TIMEOUT_MS, assumeDurable, allowUnsafe), 10);
    }

    private static void assertStanding(LinkForTest link, String durability, boolean up, int problems) {
        assertThat(link.standing().durability()).isEqualTo(durability);
        assertThat(link.isUp()).isEqualTo(up);
        assertThat(link.standing().problems()).hasSize(problems);
    }

    @Test
    void durableSettingsAreChecked() {
        try (LinkForTest link = link(false, false)) {
            assertStanding(link, "unsafe", false, 1);
            link.open();
            assertStanding(link, "checked", true, 0);
            LinkForTest.result(link.onLoop(link.link()::close));
            assertThat(link.isUp()).isFalse();
        }
    }

    @Test
    void weakSettingsAreRefusedWithTheLinesToChange() {
        redis.run("CONFIG SET appendfsync everysec");
        redis.run("CONFIG SET maxmemory-policy allkeys-lru");
        try (LinkForTest link = link(false, false)) {
            assertThatThrownBy(link::open)
                    .isInstanceOf(UnsafeRedisException.class)
                    .hasMessageContaining("CONFIG SET appendfsync always")
                    .hasMessageContaining("CONFIG SET maxmemory-policy noeviction");
            assertStanding(link, "unsafe", false, 2);
        }
    }

    @Test
    void aRehearsalSellsOnThemAndSaysSo() {
        redis.run("CONFIG SET appendfsync everysec");
        try (LinkForTest link = link(false, true)) {
            link.open();
            assertStanding(link, "unsafe", true, 1);
            assertThat(link.standing().problems().get(0)).contains("appendfsync is everysec");
        }
    }

    @Test
    void aRefusedConfigIsRefusedUnlessItIsAssumedToBeDurable() {
        redis.run("ACL SETUSER default -config");
        try (LinkForTest strict = link(false, false);
                LinkForTest trusting = link(true, false)) {
            assertThatThrownBy(strict::open)
                    .isInstanceOf(UnsafeRedisException.class)
                    .hasMessageContaining("NOPERM")
                    .hasMessageContaining("+config|get")
                    .hasMessageContaining("redis.assumeDurable");
            trusting.open();
            assertStanding(trusting, "assumed", true, 0);
        }
    }

    @Test
    void aConfigThatIsUnknownToRedisIsAsOneThatIsRefused() {
        try (RedisForTest managed = RedisForTest.start("--rename-command", "CONFIG", "");
                LinkForTest link =
                        LinkForTest.to(managed.socket(), LinkForTest.config(REPLY_TIMEOUT_MS, true, false), 10)) {
            link.open();
            assertStanding(link, "assumed", true, 0);
        }
    }

    @Test
    void whatConfigAnswersIsCheckedWhateverIsAssumed() {
        redis.run("CONFIG SET appendfsync everysec");
        try (LinkForTest link = link(true, false)) {
            assertThatThrownBy(link::open).isInstanceOf(UnsafeRedisException.class);
            assertStanding(link, "unsafe", false, 1);
        }
    }

    @Test
    void aBrokenConnectionIsCheckedAnewAndComesBackOnceAllIsRight() {
        try (LinkForTest link = link(false, false)) {
            link.open();
            redis.run("CONFIG SET appendfsync everysec");
            redis.run("CLIENT KILL TYPE normal SKIPME yes");
            await().untilAsserted(() -> assertStanding(link, "unsafe", false, 1));
            redis.run("CONFIG SET appendfsync always");
            await().untilAsserted(() -> assertStanding(link, "checked", true, 0));
        }
    }
}
