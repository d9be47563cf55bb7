package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ganchang.redis.RedisCallException.Fate;
import io.ganchang.redis.embedded.RedisForTest;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a link meets the function library in Redis, and Redis's settings. */
class LibraryTest {
    private static final Partition PARTITION = new Partition(SESSION, 1, "key1", new AlarmsForTest(), () -> 0);
    private static RedisForTest redis;
    private static OffLoopRedis offLoop;
    private static io.lettuce.core.api.sync.RedisCommands<String, String> commands;

    private LinkForTest link;

    @BeforeAll
    static void startRedis() {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        offLoop = OffLoopRedis.toSocket(redis.socket());
        commands = offLoop.connect().sync();
    }

    @AfterAll
    static void stopRedis() {
        offLoop.close();
        redis.close();
    }

    @BeforeEach
    void empty() {
        redis.flush();
        link = LinkForTest.to(redis.socket(), LinkForTest.CONFIG, 100);
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void aLinkLoadsTheLibraryWhereItIsMissing() {
        link.open();
        assertThat(read().get(0).toString()).isEqualTo("absent");
        assertThat(codeOf(FunctionLibrary.NAME)).isEqualTo(FunctionLibrary.source());
    }

    @Test
    void aLinkMeetsTheLibraryThatAnotherOneLoaded() {
        commands.functionLoad(FunctionLibrary.source());
        link.open();
        assertThat(read().get(0).toString()).isEqualTo("absent");
    }

    @Test
    void aLibraryThatWasLostIsLoadedAgainAndTheCallsSucceed() {
        link.open();
        redis.run("FUNCTION FLUSH SYNC");

        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(link.send(ReadPools.request(PARTITION)));
        }

        assertThat(calls)
                .allSatisfy(call ->
                        assertThat(LinkForTest.result(call).get(0).toString()).isEqualTo("absent"));
        assertThat(codeOf(FunctionLibrary.NAME)).isEqualTo(FunctionLibrary.source());
    }

    @Test
    void aForeignLibraryUnderOurNameIsLeftAloneAndTheLinkDoesNotOpen() {
        String foreign = FunctionLibrary.source() + "-- another version\n";
        commands.functionLoad(foreign);

        assertThatExceptionOfType(UnsafeRedisException.class)
                .isThrownBy(link::open)
                .withMessageContaining(FunctionLibrary.NAME);
        assertThat(codeOf(FunctionLibrary.NAME)).isEqualTo(foreign);
        assertThat(link.isUp()).isFalse();
    }

    @Test
    void aForeignLibraryWithOneOfOurFunctionsIsLeftAloneAndTheLinkDoesNotOpen() {
        String foreign = "#!lua name=other\nredis.register_function('order_place_1', function() return 'mine' end)\n";
        commands.functionLoad(foreign);

        assertThatExceptionOfType(UnsafeRedisException.class)
                .isThrownBy(link::open)
                .withMessageContaining("another library");
        assertThat(codeOf("other")).isEqualTo(foreign);
        assertThat(commands.functionList(FunctionLibrary.NAME)).isEmpty();
    }

    @Test
    void aCallThatFindsAForeignLibraryInsteadOfALostOneIsNotExecuted() {
        link.open();
        redis.run("FUNCTION FLUSH SYNC");
        commands.functionLoad(
                "#!lua name=other\nredis.register_function('order_place_1', function() return 'mine' end)\n");

        assertThat(catchThrowableOfType(RedisCallException.class, this::read).fate())
                .isEqualTo(Fate.NOT_EXECUTED);
    }

    @ParameterizedTest
    @CsvSource({
        "appendfsync,everysec,always",
        "appendfsync,no,always",
        "appendonly,no,yes",
        "no-appendfsync-on-rewrite,yes,no",
        "maxmemory-policy,allkeys-lru,noeviction",
        "maxmemory,0,64mb"
    })
    void aRedisThatWouldLoseOrdersIsNotUsed(String setting, String weak, String strong) {
        commands.configSet(setting, weak);
        try {
            assertThatExceptionOfType(UnsafeRedisException.class)
                    .isThrownBy(link::open)
                    .withMessageContaining(setting + " is " + weak);
            assertThat(link.isUp()).isFalse();
            assertThat(commands.functionList(FunctionLibrary.NAME)).isEmpty();
        } finally {
            commands.configSet(setting, strong);
        }
        link.open();
    }

    private Response read() {
        return link.call(ReadPools.request(PARTITION));
    }

    private static String codeOf(String library) {
        List<String> reply = redis.run("FUNCTION LIST LIBRARYNAME " + library + " WITHCODE");
        return reply.get(reply.indexOf("library_code") + 1);
    }
}
