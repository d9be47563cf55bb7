package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Order;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Pool;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.ganchang.redis.embedded.RedisForTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many buyers for few units: exactly the units are sold, whoever asks how often. The same oracle sees red where the check
 * is outside the function, and where the function does not look for the order's id.
 */
class RaceTest {
    private static final int CLIENTS = 4;
    private static final int STOCK = 150;
    private static final int ORDERS = 400;
    private static final int BATCH_MAX = 9;
    private static final int RETRIES = 3;
    private static final int PATIENCE_SECONDS = 20;
    private static final String LOOK_UP = "local answer = record and repeat_of(record, order) or refusal_of_order(";

    @Test
    void exactlyTheStockIsSoldToManyBuyersAtOnce() throws Exception {
        SplittableRandom random = seeded();
        try (FunctionsForTest functions =
                FunctionsForTest.on(RedisForTest.durable("--maxmemory", "64mb", "--maxmemory-policy", "noeviction"))) {
            functions.startShow();
            functions.sell("melon", STOCK, 0);
            List<Callable<List<String>>> buyers = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                List<List<Integer>> batches = batches(random.split());
                buyers.add(() -> buyOverALink(functions.redis(), batches));
            }

            List<String> told = together(buyers);

            assertThat(verdict(functions, told)).isEmpty();
            assertThat(functions.pool("melon")).isEqualTo(new Pool(0, 0, STOCK));
            functions.assertBooksBalance();
        }
    }

    /** Every client tries every order, so each is tried {@link #CLIENTS} times; whoever is first gets it. */
    private static List<String> buyOverALink(RedisForTest redis, List<List<Integer>> batches) {
        List<String> told = new ArrayList<>();
        try (LinkForTest link = LinkForTest.open(redis.socket())) {
            Partition partition =
                    new Partition(FunctionsForTest.SESSION, 1, "key1", new AlarmsForTest(), System::nanoTime);
            SplittableRandom tags = new SplittableRandom();
            for (List<Integer> batch : batches) {
                List<Attempt> attempts = batch.stream().map(RaceTest::attempt).toList();
                CallHead head = partition.head(5_000, 20_000, tags);
                List<Outcome<Order>> outcomes = PlaceOrders.outcomes(
                        partition,
                        head,
                        attempts,
                        link.call(PlaceOrders.request(partition, head, ShowForTest.HOLDS, attempts)));
                outcomes.forEach(outcome -> {
                    if (outcome instanceof Outcome.Done<Order> done && !done.replayed()) {
                        told.add(done.value().id().suffix());
                    }
                });
            }
        }
        return told;
    }

    private static Attempt attempt(int number) {
        return new Attempt(
                new io.ganchang.domain.OrderId(FunctionsForTest.SESSION, FunctionsForTest.id("o" + number)),
                FunctionsForTest.fingerprint("o" + number),
                "viewer" + number,
                "viewer" + number,
                "live",
                List.of(new io.ganchang.domain.RequestedLine("melon", 1, java.util.OptionalLong.empty())),
                null);
    }

    private static List<List<Integer>> batches(SplittableRandom random) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new java.util.Random(random.nextLong()));
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < ORDERS; ) {
            int to = Math.min(ORDERS, from + 1 + random.nextInt(BATCH_MAX));
            batches.add(numbers.subList(from, to));
            from = to;
        }
        return batches;
    }

    @Test
    void controlWithTheCheckOutsideTheFunctionMoreIsSoldThanThereIs() throws Exception {
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            functions.startShow();
            functions.sell("melon", 1, 0);
            CyclicBarrier allHaveRead = new CyclicBarrier(CLIENTS);
            Object writing = new Object();
            List<Callable<List<String>>> buyers = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String name = "o" + client;
                buyers.add(() -> {
                    Pool pool = functions.pool("melon");
                    allHaveRead.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    if (pool.available() < 1) {
                        return List.of();
                    }
                    synchronized (writing) {
                        writeByPlainCommands(functions, name, pool);
                    }
                    return List.of(name);
                });
            }

            List<String> told = together(buyers);

            assertThat(new SaleOracle("melon", 1, CLIENTS)
                            .violations(told, functions.pool("melon"), functions.events()))
                    .anySatisfy(violation -> assertThat(violation).startsWith("oversold"))
                    .anySatisfy(violation -> assertThat(violation).startsWith("below nothing"));
        }
    }

    private static void writeByPlainCommands(FunctionsForTest functions, String name, Pool read) {
        long seq = functions.commands().hincrby(KEYS.meta(), "seq", 1);
        String event = "order.confirmed " + name + " stock:melon=-1/0/1 " + FunctionsForTest.id(name) + " record";
        functions
                .commands()
                .xadd(
                        KEYS.events(),
                        new io.lettuce.core.XAddArgs().id(seq + "-0"),
                        "b",
                        seq + " 1 1700000000000 00",
                        "e",
                        event);
        functions.commands().hset(KEYS.pools(), "stock:melon", (read.available() - 1) + " 0 " + (read.sold() + 1));
    }

    @Test
    void aStormOfRetriesPlacesEachOrderOnce() throws Exception {
        SplittableRandom random = seeded();
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            assertThat(storm(functions, random)).isEmpty();
            functions.assertBooksBalance();
        }
    }

    @Test
    void controlWithoutTheLookUpOfTheIdAStormOfRetriesDoubles() throws Exception {
        SplittableRandom random = seeded();
        String mutant = FunctionLibrary.source().replace(LOOK_UP, "local answer = refusal_of_order(");
        assertThat(mutant).hasSizeLessThan(FunctionLibrary.source().length());
        try (FunctionsForTest functions = FunctionsForTest.startWith(mutant)) {
            assertThat(storm(functions, random))
                    .anySatisfy(violation -> assertThat(violation).startsWith("doubled: two events"))
                    .anySatisfy(violation -> assertThat(violation).startsWith("doubled: an order"));
        }
    }

    /** A few buyers, stock for all retries of theirs, each order sent several times by each of several clients. */
    private static List<String> storm(FunctionsForTest functions, SplittableRandom random) throws Exception {
        int orders = 20;
        long stock = (long) orders * CLIENTS * RETRIES;
        functions.startShow();
        functions.sell("melon", stock, 0);
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            SplittableRandom own = random.split();
            List<String> head = functions.head();
            clients.add(() -> {
                List<String> told = new ArrayList<>();
                for (int i = 0; i < orders * RETRIES; i++) {
                    String name = "o" + (i < orders ? i : own.nextInt(orders));
                    Object answer = functions
                            .call(
                                    "order_place_1",
                                    concat(FunctionsForTest.placingHead(head), order(name, name, "melon:1:-"), "-"))
                            .get(3);
                    if (String.valueOf(answer).startsWith("+")) {
                        told.add(name);
                    }
                }
                return told;
            });
        }
        List<String> told = together(clients);
        return new SaleOracle("melon", stock, orders).violations(told, functions.pool("melon"), functions.events());
    }

    private static List<String> verdict(FunctionsForTest functions, List<String> told) {
        return new SaleOracle("melon", STOCK, ORDERS).violations(told, functions.pool("melon"), functions.events());
    }

    private static List<String> together(List<Callable<List<String>>> clients) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<String> told = new ArrayList<>();
            for (Future<List<String>> client : threads.invokeAll(clients, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                told.addAll(client.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
            return told;
        } finally {
            threads.shutdownNow();
        }
    }

    private static SplittableRandom seeded() {
        long seed = Long.getLong("seed", new SplittableRandom().nextLong());
        System.out.println("RaceTest: -Dseed=" + seed);
        return new SplittableRandom(seed);
    }
}
