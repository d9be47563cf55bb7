package io.ganchang.ordering;

import static io.ganchang.ordering.AssemblyForTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that has lost acknowledged events is caught, by whichever server has seen them, and nothing is sold on it. */
class RollBackTest {
    private static final SessionId SESSION = new SessionId("melons");
    private static final SessionId OTHER = new SessionId("pears");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    private final List<AssemblyForTest> servers = new ArrayList<>();
    private RedisForTest redis;
    private LedgerForTest books;
    private OrderKeys keys;

    @BeforeEach
    void open() throws IOException {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        books = new LedgerForTest(folder);
        Path file = folder.resolve("order.keys");
        Files.writeString(file, OrderKeys.newLine(new SecureRandom()).replaceFirst("^\\S+", "key-1"));
        keys = OrderKeys.load(file);
        for (SessionId session : List.of(SESSION, OTHER)) {
            books.bear(session);
            try (LinkForTest link = LinkForTest.open(redis.socket())) {
                ShowForTest.live(link, session.value()).sell("melon", 1_000, 0);
            }
        }
    }

    @AfterEach
    void close() {
        servers.forEach(AssemblyForTest::close);
        books.close();
        redis.close();
    }

    private AssemblyForTest server() {
        AssemblyForTest server = new AssemblyForTest(redis.socket(), books, keys);
        servers.add(server);
        return server;
    }

    private static void sell(AssemblyForTest server, SessionId session, String names, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(problem(server.buy(session, names + i))).isNull();
        }
    }

    /** A server whose link has just been lost answers {@code overloaded} until it is back. */
    private static @Nullable Problem buyOnceConnected(AssemblyForTest server, SessionId session, String viewer) {
        return await().atMost(PATIENCE)
                .until(
                        () -> java.util.Optional.ofNullable(problem(server.buy(session, viewer))),
                        found -> found.filter(Problem.OVERLOADED::equals).isEmpty())
                .orElse(null);
    }

    private String meta(SessionId session, String field) {
        return String.join("", redis.run("HGET ganchang:{" + session + "}:meta " + field));
    }

    private long epoch(SessionId session) {
        return LedgerForTest.await(books.ledger().session(session))
                .orElseThrow()
                .epoch();
    }

    private void assertFreezes(SessionId session) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(meta(session, "frozen")).isEqualTo("rolled_back"));
        assertThat(epoch(session)).isEqualTo(2);
    }

    @Test
    void aRedisOnOlderFilesIsCaughtAndItsSessionsFreeze() {
        AssemblyForTest server = server();
        sell(server, SESSION, "before", 5);
        Path backup = redis.backUp();
        sell(server, SESSION, "after", 5);
        redis.rollBackTo(backup);
        String seq = meta(SESSION, "seq");
        assertThat(buyOnceConnected(server, SESSION, "late")).isEqualTo(Problem.SESSION_FROZEN);
        assertFreezes(SESSION);
        assertThat(meta(SESSION, "seq")).as("nothing was written").isEqualTo(seq);
        assertThat(server.guard().frozen()).containsOnlyKeys(SESSION);
        assertThat(problem(server.buy(OTHER, "pear")))
                .as("the other session lost nothing")
                .isNull();
        assertThat(problem(server().buy(SESSION, "elsewhere"))).isEqualTo(Problem.SESSION_FROZEN);
    }

    @Test
    void itIsCaughtAlsoWhenAnotherServerHasMovedOn() {
        AssemblyForTest witness = server();
        AssemblyForTest other = server();
        sell(other, SESSION, "other", 1);
        Path backup = redis.backUp();
        sell(witness, SESSION, "witness", 5);
        long seen = witness.partition(SESSION).knownSeq();
        witness.disconnect();
        redis.rollBackTo(backup);
        buyOnceConnected(other, SESSION, "moved");
        sell(other, SESSION, "on", 20);
        assertThat(Long.parseLong(meta(SESSION, "seq")))
                .as("the numbers alone show nothing")
                .isGreaterThan(seen);
        witness.reconnect();
        assertThat(problem(witness.buy(SESSION, "late"))).isEqualTo(Problem.SESSION_FROZEN);
        assertFreezes(SESSION);
        assertThat(problem(other.buy(SESSION, "further"))).isEqualTo(Problem.SESSION_FROZEN);
    }

    /** The control of the test above: without the verification the loss goes unnoticed. */
    @Test
    void withoutVerificationTheLossGoesUnnoticed() {
        AssemblyForTest witness = server();
        AssemblyForTest other = server();
        sell(other, SESSION, "other", 1);
        Path backup = redis.backUp();
        sell(witness, SESSION, "witness", 5);
        witness.disconnect();
        redis.rollBackTo(backup);
        buyOnceConnected(other, SESSION, "moved");
        sell(other, SESSION, "on", 20);
        witness.reconnectBlindly();
        assertThat(problem(witness.buy(SESSION, "late"))).isNull();
    }

    @Test
    void aLossThatOnlyTheLedgerHasSeenIsCaughtByItsWriter() {
        AssemblyForTest server = server().writing();
        Path backup = redis.backUp();
        sell(server, SESSION, "v", 5);
        await().atMost(PATIENCE)
                .until(() -> books.ledger().cursor(SESSION).orElseThrow().seq()
                        == server.partition(SESSION).knownSeq());
        server.close();
        servers.clear();
        redis.rollBackTo(backup);
        AssemblyForTest fresh = server().writing();
        assertThat(fresh.writer().progress().halted()).containsKey(SESSION);
        assertFreezes(SESSION);
        assertThat(problem(fresh.buy(SESSION, "late"))).isEqualTo(Problem.SESSION_FROZEN);
    }

    @Test
    void aFrozenSessionStaysFrozenOverRestartsAndFurtherLosses() {
        AssemblyForTest server = server();
        sell(server, SESSION, "before", 2);
        Path backup = redis.backUp();
        sell(server, SESSION, "after", 2);
        redis.rollBackTo(backup);
        assertThat(buyOnceConnected(server, SESSION, "late")).isEqualTo(Problem.SESSION_FROZEN);
        assertFreezes(SESSION);
        server.close();
        servers.clear();
        redis.rollBackTo(backup);
        assertThat(meta(SESSION, "frozen")).as("that mark was lost too").isEmpty();
        AssemblyForTest fresh = server().writing();
        assertThat(problem(fresh.buy(SESSION, "again"))).isEqualTo(Problem.SESSION_FROZEN);
        assertFreezes(SESSION);
    }

    @Test
    void ofAllServersThatSeeALossOneMintsTheEpoch() {
        List<AssemblyForTest> all = List.of(server(), server(), server());
        Path backup = redis.backUp();
        for (AssemblyForTest server : all) {
            sell(server, SESSION, "v" + all.indexOf(server) + "-", 2);
        }
        redis.rollBackTo(backup);
        for (AssemblyForTest server : all) {
            assertThat(buyOnceConnected(server, SESSION, "late")).isEqualTo(Problem.SESSION_FROZEN);
        }
        assertFreezes(SESSION);
    }

    @Test
    void aPlainKillFreezesNothing() {
        AssemblyForTest server = server().writing();
        for (int i = 0; i < 5; i++) {
            sell(server, SESSION, "v" + i + "-", 3);
            redis.kill();
            redis.restart();
            assertThat(buyOnceConnected(server, SESSION, "kill" + i)).isNull();
        }
        assertThat(server.guard().frozen()).isEmpty();
        assertThat(server.writer().progress().halted()).isEmpty();
        assertThat(epoch(SESSION)).isEqualTo(1);
    }
}
