package io.ganchang.ordering;

import static io.ganchang.ordering.AssemblyForTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.PartitionClock;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jumps of Redis's clock. All that the functions see of it is its time plus the partition's offset, so an offset that is
 * moved behind the back of the servers is a jump to them.
 */
class ClockJumpTest {
    private static final SessionId SESSION = new SessionId("melons");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final int STOCK = 40;
    private static final int MEASUREMENTS_MAX = 6;
    private static final long MEASUREMENT_MS_MAX = 200;

    @TempDir
    Path folder;

    private final List<AssemblyForTest> servers = new ArrayList<>();
    private RedisForTest redis;
    private LedgerForTest books;
    private LinkForTest link;
    private ShowForTest show;
    private OrderKeys keys;

    @BeforeEach
    void open() throws IOException {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        books = new LedgerForTest(folder);
        Path file = folder.resolve("order.keys");
        Files.writeString(file, OrderKeys.newLine(new SecureRandom()).replaceFirst("^\\S+", "key-1"));
        keys = OrderKeys.load(file);
        books.bear(SESSION);
        link = LinkForTest.open(redis.socket());
        show = ShowForTest.live(link, SESSION.value()).sell("melon", STOCK, 0);
    }

    @AfterEach
    void close() {
        servers.forEach(AssemblyForTest::close);
        link.close();
        books.close();
        redis.close();
    }

    private AssemblyForTest server() {
        AssemblyForTest server = new AssemblyForTest(redis.socket(), books, keys);
        servers.add(server);
        return server;
    }

    private void jump(long ms) {
        redis.run("HINCRBY ganchang:{" + SESSION + "}:meta offset " + ms);
    }

    /** How far the partition's time is off what it would be without any jump. */
    private long errorMs(AssemblyForTest server) {
        for (int i = 0; i < MEASUREMENTS_MAX; i++) {
            long sentMs = System.currentTimeMillis();
            Outcome<Order> read = server.buy(SESSION, "clock-" + System.nanoTime());
            long receivedMs = System.currentTimeMillis();
            assertThat(problem(read)).isNull();
            if (receivedMs - sentMs < MEASUREMENT_MS_MAX) { // else the machine was busy with something else
                return ((Outcome.Done<Order>) read).value().createdMs() - receivedMs;
            }
        }
        throw new AssertionError("no measurement was quick enough");
    }

    @ParameterizedTest
    @ValueSource(longs = {HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS})
    void aJumpIsTakenOutAndTheSaleGoesOn(long jumpMs) {
        AssemblyForTest server = server();
        long before = errorMs(server);
        jump(jumpMs);
        Set<Problem> told = EnumSet.noneOf(Problem.class);
        await().atMost(PATIENCE).until(() -> {
            Optional.ofNullable(problem(server.buy(SESSION, "first"))).ifPresent(told::add);
            return server.guard().clockJumps() > 0;
        });
        assertThat(told).as("nothing was sold by the wrong time").containsExactly(Problem.OVERLOADED);
        await().atMost(PATIENCE).until(() -> problem(server.buy(SESSION, "second")) == null);
        assertThat(errorMs(server) - before)
                .as("no hold would end earlier or later by more than a second")
                .isBetween(-PartitionClock.JUMP_MS_MIN, PartitionClock.JUMP_MS_MIN);
        assertThat(server.guard().clockJumps()).isPositive();
        assertThat(server.partition(SESSION).clock().isSuspect()).isFalse();
    }

    @Test
    void aServerThatDidNotSeeTheJumpTakesOverTheClockThatWasSet() {
        AssemblyForTest one = server();
        AssemblyForTest other = server();
        errorMs(one);
        long before = errorMs(other);
        jump(HOUR_MS);
        await().atMost(PATIENCE).until(() -> problem(one.buy(SESSION, "one")) == null);
        await().atMost(PATIENCE).until(() -> problem(other.buy(SESSION, "other")) == null);
        assertThat(errorMs(other) - before).isBetween(-PartitionClock.JUMP_MS_MIN, PartitionClock.JUMP_MS_MIN);
    }

    @Test
    void timeNeverGoesBackBehindAnEvent() {
        AssemblyForTest seasoned = server();
        errorMs(seasoned);
        jump(HOUR_MS);
        AssemblyForTest fresh = server(); // knows no time but that after the jump
        long ahead = errorMs(fresh);
        assertThat(ahead).isGreaterThan(HOUR_MS - PATIENCE.toMillis());
        await().atMost(PATIENCE).until(() -> problem(seasoned.buy(SESSION, "seasoned")) == null);
        assertThat(errorMs(seasoned)).isGreaterThanOrEqualTo(HOUR_MS - PATIENCE.toMillis());
        await().atMost(PATIENCE).until(() -> problem(fresh.buy(SESSION, "fresh")) == null);
    }

    @Test
    void nothingIsOversoldOrLostWhileTheClockJumpsAbout() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long[] jumps = {HOUR_MS, -HOUR_MS, DAY_MS, -DAY_MS, 900, -900};
        List<AssemblyForTest> all = List.of(server(), server());
        int sold = 0;
        int refused = 0;
        for (int i = 0; i < 400 && refused < 20; i++) {
            if (random.nextInt(10) == 0) {
                jump(jumps[random.nextInt(jumps.length)]);
            }
            Problem problem = problem(all.get(random.nextInt(2)).buy(SESSION, "viewer-" + i));
            sold += problem == null ? 1 : 0;
            refused += problem == Problem.SOLD_OUT ? 1 : 0;
            assertThat(problem).isIn(null, Problem.OVERLOADED, Problem.SOLD_OUT);
        }
        assertThat(sold).isEqualTo(STOCK);
        assertThat(refused).isPositive();
        redis.run("HSET ganchang:{" + SESSION + "}:meta offset 0");
        assertThat(poolOfMelons()).isEqualTo(new Pool(0, 0, STOCK));
    }

    private Pool poolOfMelons() {
        String record = String.join("", redis.run("HGET ganchang:{" + SESSION + "}:pools stock:melon"));
        String[] parts = record.split(" ", -1);
        return new Pool(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    /** An attempt made before is void for good, even when the time it was meant for comes. */
    @Test
    void aCallMadeUnderTheClockOfBeforeIsNeverCarriedOut() {
        AssemblyForTest server = server();
        errorMs(server);
        var head = server.partition(SESSION).head(500, DAY_MS, new Random(1));
        jump(HOUR_MS);
        await().atMost(PATIENCE).until(() -> problem(server.buy(SESSION, "one")) == null);
        assertThat(show.statusOf(head)).isEqualTo("clock");
    }
}
