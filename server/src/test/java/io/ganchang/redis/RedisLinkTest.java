package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.RedisConfig;
import io.ganchang.redis.RedisCallException.Fate;
import io.ganchang.redis.embedded.RedisForTest;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a link says of calls whose reply does not come, and how it comes back. */
class RedisLinkTest {
    private static final RedisConfig IMPATIENT = LinkForTest.config(1_000);
    private static final int CALLS = 20;
    private static final int CALLS_MAX = 25;

    private RedisForTest redis;
    private LinkForTest link;

    @BeforeEach
    void open() {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        link = LinkForTest.to(redis.socket(), IMPATIENT, CALLS_MAX);
        link.open();
    }

    @AfterEach
    void close() {
        redis.resume();
        link.close();
        redis.close();
    }

    @Test
    void repliesAreThoseOfTheirCalls() {
        assertThat(echo("call", CALLS)).allSatisfy(LinkForTest::result);
        assertThat(texts(echo("call", 3))).containsExactly("call0", "call1", "call2");
    }

    @Test
    void aReplyThatDoesNotComeInTimeLeavesAllInFlightUnknownAndClosesTheSocket() {
        List<String> before = clients();
        redis.pause();

        assertThat(fates(echo("lost", CALLS))).hasSize(CALLS).containsOnly(Fate.UNKNOWN);

        redis.resume();
        await().untilAsserted(() -> assertThat(clients()).doesNotContainAnyElementsOf(before));
    }

    @Test
    void afterATimeOutTheLinkComesBackByItselfAndItsRepliesMatch() {
        redis.pause();
        assertThat(fates(echo("lost", 3))).containsOnly(Fate.UNKNOWN);
        assertThat(fates(echo("down", 3))).containsOnly(Fate.NOT_EXECUTED);
        redis.resume();

        await().until(link::isUp);
        assertThat(texts(echo("new", 3))).containsExactly("new0", "new1", "new2");
    }

    /** Held up while it reads, a loop runs its timers before it reads again: without a last look this would be a time-out. */
    @Test
    void aReplyThatCameWhileTheLoopWasHeldUpIsTaken() {
        Redis another = Redis.createClient(link.context().owner(), "unix://" + redis.socket());

        CompletableFuture<Response> reply =
                link.onLoop(() -> another.send(Request.cmd(Command.PING)).compose(pong -> {
                    Future<Response> call =
                            link.link().call(Request.cmd(Command.ECHO).arg("there"));
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2L * IMPATIENT.replyTimeoutMs()));
                    return call;
                }));

        assertThat(LinkForTest.result(reply)).hasToString("there");
        LinkForTest.result(link.onLoop(another::close));
        assertThat(link.counts().unknown()).isZero();
    }

    @Test
    void connectingToARedisThatDoesNotAnswerIsGivenUpInTimeAndTriedAgain() {
        redis.pause();
        LinkForTest other = LinkForTest.to(redis.socket(), IMPATIENT, CALLS_MAX);
        try (other) {
            assertThat(catchThrowableOfType(RuntimeException.class, other::open))
                    .hasStackTraceContaining("Timeout")
                    .hasMessageNotContaining(LinkForTest.NOTHING_CAME);
            redis.resume();
            other.open();
            assertThat(other.isUp()).isTrue();
        }
    }

    @Test
    void callsInFlightWhenRedisDiesAreUnknownAndThoseAfterItAreNotExecuted() {
        redis.pause();
        List<CompletableFuture<Response>> calls = echo("lost", CALLS);
        assertThat(link.isUp()).isTrue(); // asked behind the calls, so they have been sent
        redis.kill();

        assertThat(fates(calls)).hasSize(CALLS).containsOnly(Fate.UNKNOWN);
        await().until(() -> !link.isUp());
        assertThat(fates(echo("down", CALLS))).hasSize(CALLS).containsOnly(Fate.NOT_EXECUTED);

        redis.restart();
        await().until(link::isUp);
        assertThat(texts(echo("new", 2))).containsExactly("new0", "new1");
    }

    @Test
    void callsBeyondTheBoundAreNotSent() {
        redis.pause();
        List<CompletableFuture<Response>> calls = echo("call", CALLS_MAX + 5);
        assertThat(fates(calls.subList(CALLS_MAX, calls.size()))).containsOnly(Fate.NOT_EXECUTED);
        redis.resume();
        assertThat(texts(calls.subList(0, CALLS_MAX)).get(CALLS_MAX - 1)).isEqualTo("call" + (CALLS_MAX - 1));
    }

    @Test
    void anErrorOfRedisIsACallThatWasNotExecuted() {
        redis.run("SET text x");
        assertThat(fates(List.of(link.send(Request.cmd(Command.LPOP).arg("text")))))
                .containsExactly(Fate.NOT_EXECUTED);
        assertThat(link.isUp()).isTrue();
    }

    @Test
    void aRedisThatCameBackWithWeakerSettingsIsNotUsed() {
        redis.run("CONFIG SET appendfsync everysec");
        redis.run("CLIENT KILL TYPE normal SKIPME yes");
        await().until(() -> !link.isUp());
        await().during(Duration.ofMillis(150)).until(() -> !link.isUp());

        redis.run("CONFIG SET appendfsync always");
        await().until(link::isUp);
    }

    @Test
    void aClosedLinkDoesNotComeBack() {
        LinkForTest other = LinkForTest.to(redis.socket(), IMPATIENT, CALLS_MAX);
        try (other) {
            other.open();
            LinkForTest.result(other.onLoop(other.link()::close));
            assertThat(fates(List.of(other.send(Request.cmd(Command.PING))))).containsExactly(Fate.NOT_EXECUTED);
            await().during(Duration.ofMillis(100)).until(() -> !other.isUp());
        }
    }

    private List<CompletableFuture<Response>> echo(String text, int count) {
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(link.send(Request.cmd(Command.ECHO).arg(text + i)));
        }
        return calls;
    }

    private static List<String> texts(List<CompletableFuture<Response>> calls) {
        return calls.stream().map(call -> LinkForTest.result(call).toString()).toList();
    }

    private static List<Fate> fates(List<CompletableFuture<Response>> calls) {
        return calls.stream()
                .map(call -> catchThrowableOfType(RedisCallException.class, () -> LinkForTest.result(call)))
                .map(RedisCallException::fate)
                .toList();
    }

    /** Ids of the clients that Redis has, the asking one apart. */
    private List<String> clients() {
        return redis.run("CLIENT LIST")
                .get(0)
                .lines()
                .filter(line -> !line.contains("cmd=client"))
                .map(line -> line.replaceAll("^id=(\\d+) .*$", "$1"))
                .toList();
    }
}
