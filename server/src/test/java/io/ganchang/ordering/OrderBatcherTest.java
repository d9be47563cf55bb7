package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Outcome.Refused;
import io.ganchang.domain.Pool;
import io.ganchang.domain.Problem;
import io.ganchang.redis.CommandsForTest;
import io.ganchang.redis.CommandsPerBatchTest;
import io.ganchang.redis.EventTail;
import io.ganchang.redis.LinkForTest;
import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.ShowForTest;
import io.ganchang.redis.StreamEntry;
import io.ganchang.redis.embedded.RedisForTest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How orders travel: together, bounded, and each with an answer. */
class OrderBatcherTest {
    private static final int CALLS_MAX = 2;
    private static final int CALLS_OF_THE_LINK_MAX = 2;
    private static final int ENTRIES_MAX = 10_000;

    private RedisForTest redis;
    private LinkForTest link;
    private ShowForTest melons;

    @BeforeEach
    void startShow() {
        redis = RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction");
        link = LinkForTest.to(redis.socket(), LinkForTest.CONFIG, CALLS_OF_THE_LINK_MAX);
        link.open();
        melons = ShowForTest.live(link, "melons").sell("melon", 1_000, 0);
        redis.run("CONFIG RESETSTAT");
    }

    @AfterEach
    void close() {
        redis.resume();
        link.close();
        redis.close();
    }

    private OrderBatcher batcher(int ordersPerCallMax, int callsInFlightMax, int ordersWaitingMax) {
        return new OrderBatcher(
                link.context(),
                link.link(),
                new OrderingConfig(ordersPerCallMax, callsInFlightMax, ordersWaitingMax, 60_000, 10_000),
                ShowForTest.HOLDS,
                new SplittableRandom(3));
    }

    private static List<Future<Outcome<Order>>> orders(OrderBatcher batcher, ShowForTest show, int count) {
        List<Future<Outcome<Order>>> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(batcher.place(show.partition(), show.attempt("o" + i, "viewer" + i, "melon", 1)));
        }
        return orders;
    }

    /** Places all orders of {@code tick} in one tick of the loop. */
    private CompletableFuture<List<Outcome<Order>>> inOneTick(Supplier<List<Future<Outcome<Order>>>> tick) {
        return link.onLoop(() -> {
            List<Future<Outcome<Order>>> orders = tick.get();
            return Future.join(orders)
                    .map(all -> orders.stream().map(Future::result).toList());
        });
    }

    private long calls() {
        return redis.run("INFO commandstats")
                .get(0)
                .lines()
                .filter(line -> line.startsWith("cmdstat_fcall:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("^cmdstat_fcall:calls=(\\d+),.*$", "$1")))
                .sum();
    }

    @Test
    void theOrdersOfOneTickGoInOneCall() {
        OrderBatcher batcher = batcher(64, CALLS_MAX, 1_000);

        assertThat(LinkForTest.result(inOneTick(() -> orders(batcher, melons, 40))))
                .hasSize(40)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
        assertThat(calls()).isEqualTo(1);
    }

    /** Nothing but that call reaches Redis for them: no look at the time, no second question. */
    @Test
    void theOrdersOfOneTickCostRedisTheCommandsOfOneCall() {
        OrderBatcher batcher = batcher(64, CALLS_MAX, 1_000);

        assertThat(LinkForTest.result(inOneTick(() -> orders(batcher, melons, 32))))
                .hasSize(32);
        assertThat(CommandsForTest.since(redis)).isEqualTo(CommandsPerBatchTest.WINNERS);
    }

    @Test
    void aBatchGrowsWhileEachPassOfTheLoopBringsAnOrderButNotForEver() {
        OrderBatcher batcher = batcher(64, CALLS_MAX, 1_000);
        LoopPasses passes = new LoopPasses(link.context());
        List<Future<Outcome<Order>>> orders = new ArrayList<>();

        LinkForTest.result(link.onLoop(() -> inEachPass(passes, 12, () -> orders.addAll(orders(batcher, melons, 1)))));
        LinkForTest.result(link.onLoop(() -> Future.join(orders).mapEmpty()));

        assertThat(orders).hasSize(12);
        assertThat(calls()).isBetween(2L, 3L);
    }

    /** Runs {@code action} in that many passes of the loop, one after the other. */
    private static Future<Void> inEachPass(LoopPasses passes, int count, Runnable action) {
        Promise<Void> done = Promise.promise();
        if (count > 1) {
            passes.afterNext(() -> inEachPass(passes, count - 1, action).onComplete(done));
        }
        action.run();
        return count > 1 ? done.future() : Future.succeededFuture();
    }

    @Test
    void ordersForTwoSessionsInOneTickGoToTwoPartitions() {
        ShowForTest pears = ShowForTest.live(link, "pears").sell("melon", 1_000, 0);
        redis.run("CONFIG RESETSTAT");
        OrderBatcher batcher = batcher(64, CALLS_MAX, 1_000);

        List<Outcome<Order>> outcomes = LinkForTest.result(inOneTick(() -> {
            List<Future<Outcome<Order>>> all = orders(batcher, melons, 5);
            all.addAll(orders(batcher, pears, 7));
            return all;
        }));

        assertThat(outcomes)
                .hasSize(12)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
        assertThat(calls()).isEqualTo(2);
        assertThat(melons.snapshot().pools()).containsValue(new Pool(995, 0, 5));
        assertThat(pears.snapshot().pools()).containsValue(new Pool(993, 0, 7));
    }

    /** The link refuses a third call under way, so orders would be refused if there ever was one. */
    @Test
    void callsInFlightAndOrdersInACallAreBounded() {
        OrderBatcher batcher = batcher(10, CALLS_MAX, 1_000);
        redis.pause();
        CompletableFuture<List<Outcome<Order>>> placed = inOneTick(() -> orders(batcher, melons, 95));
        redis.resume();

        assertThat(LinkForTest.result(placed))
                .hasSize(95)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
        assertThat(calls()).isEqualTo(10);
        assertThat(entries().stream().filter(entry -> entry.last() > 4))
                .extracting(entry -> entry.last() - entry.first() + 1)
                .containsExactly(10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 10L, 5L);
    }

    private List<StreamEntry> entries() {
        try (OffLoopRedis offLoop = OffLoopRedis.toSocket(redis.socket());
                EventTail tail = offLoop.openTail()) {
            return tail.read(melons.partition().session(), 0, ENTRIES_MAX);
        }
    }

    @Test
    void whatArrivesWhileCallsAreInFlightGrowsTheNextBatch() {
        OrderBatcher batcher = batcher(64, 1, 1_000);
        redis.pause();
        List<CompletableFuture<List<Outcome<Order>>>> ticks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "tick" + i;
            ticks.add(inOneTick(
                    () -> List.of(batcher.place(melons.partition(), melons.attempt(name, name, "melon", 1)))));
            assertThat(link.isUp()).isTrue(); // asked behind the tick, so it is over
        }
        redis.resume();

        assertThat(ticks)
                .allSatisfy(tick ->
                        assertThat(LinkForTest.result(tick)).singleElement().isInstanceOf(Done.class));
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void moreOrdersThanMayWaitAreRefusedBeforeAnythingIsSent() {
        OrderBatcher batcher = batcher(64, CALLS_MAX, 50);
        List<Outcome<Order>> refusedAtOnce = new ArrayList<>();

        List<Outcome<Order>> outcomes = LinkForTest.result(inOneTick(() -> {
            List<Future<Outcome<Order>>> all = orders(batcher, melons, 60);
            all.stream().filter(Future::isComplete).forEach(done -> refusedAtOnce.add(done.result()));
            return all;
        }));

        assertThat(refusedAtOnce)
                .hasSize(10)
                .extracting(OrderBatcherTest::problem)
                .containsOnly(Problem.OVERLOADED);
        assertThat(outcomes.subList(0, 50))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
        assertThat(melons.snapshot().pools()).containsValue(new Pool(950, 0, 50));
        assertThat(LinkForTest.result(inOneTick(() -> orders(batcher, melons, 50))))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
    }

    @Test
    void everyWaitingOrderIsAnsweredWhenRedisDies() {
        OrderBatcher batcher = batcher(1, 1, 20_000);
        redis.pause();
        CompletableFuture<List<Outcome<Order>>> placed = inOneTick(() -> orders(batcher, melons, 20_000));
        await().until(() -> batcher.counts().calls() == 1);
        redis.kill();

        List<Outcome<Order>> outcomes = LinkForTest.result(placed);
        assertThat(problem(outcomes.get(0))).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(outcomes.subList(1, outcomes.size()))
                .extracting(OrderBatcherTest::problem)
                .containsOnly(Problem.OVERLOADED);
    }

    /** Whoever waits for an answer is not our own code: what they make of it must not cost others theirs. */
    @Test
    void anAnswerThatItsCallerChokesOnCostsNobodyElseTheirs() {
        OrderBatcher batcher = batcher(10, 1, 1_000);
        CompletableFuture<List<Outcome<Order>>> others = inOneTick(() -> {
            var unused = batcher.place(melons.partition(), melons.attempt("choke", "choke", "melon", 1))
                    .onSuccess(answer -> {
                        throw new IllegalStateException("choked on purpose");
                    });
            return orders(batcher, melons, 30);
        });
        assertThat(LinkForTest.result(others))
                .hasSize(30)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Done.class));
    }

    private static Problem problem(Outcome<Order> outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused<Order>) outcome).problem();
    }
}
