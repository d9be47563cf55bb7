package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.KEYS;
import static io.ganchang.redis.FunctionsForTest.concat;
import static io.ganchang.redis.FunctionsForTest.id;
import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A payment meets, pair by pair through a barrier, the end of its order's hold, or its owner who cancels it: one of them
 * comes first, and stock, limits, counts of holds and money agree afterwards. The same judge sees red where the state is
 * looked at outside the function.
 */
class MoneyRaceTest {
    private static final int PAIRS = Integer.getInteger("pairs", 100_000);
    private static final int PATIENCE_SECONDS = 300;
    private static final long PRICE = FunctionsForTest.PRICE_MINOR;

    /** What the two of a pair were told. */
    private record Pair(String paid, String ended) {}

    @FunctionalInterface
    private interface Step {
        String take(RedisCommands<String, String> commands, String name);
    }

    @Test
    void aPaymentAgainstTheEndOfItsHold() throws Exception {
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            startShow(functions);
            Pair[] pairs = race(functions, MoneyRaceTest::pay, MoneyRaceTest::expire, 0);

            long confirmed = count(pairs, "+confirmed", "0");
            long late = count(pairs, "+late", "1");
            System.out.println("MoneyRaceTest: " + confirmed + " paid first, " + late + " expired first");
            assertThat(confirmed + late).as("exactly one of the two").isEqualTo(PAIRS);
            assertThat(confirmed).as("both come first at times").isBetween(1L, PAIRS - 1L);
            MoneyJudge judge = new MoneyJudge(functions, PAIRS, PRICE);
            assertThat(judge.problems()).isEmpty();
            assertThat(judge.confirmed()).isEqualTo(confirmed);
            assertThat(judge.refunds()).isEqualTo(late);
        }
    }

    @Test
    void aPaymentAgainstItsOwnerWhoCancels() throws Exception {
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            startShow(functions);
            Pair[] pairs = race(functions, MoneyRaceTest::pay, MoneyRaceTest::cancel, 0);

            long paidFirst = count(pairs, "+confirmed", "+x");
            long cancelledFirst = count(pairs, "+cancelled", "+x");
            System.out.println("MoneyRaceTest: " + paidFirst + " paid first, " + cancelledFirst + " cancelled first");
            assertThat(paidFirst + cancelledFirst).isEqualTo(PAIRS);
            assertThat(paidFirst).isBetween(1L, PAIRS - 1L);
            MoneyJudge judge = new MoneyJudge(functions, PAIRS, PRICE);
            assertThat(judge.problems()).isEmpty();
            assertThat(judge.confirmed()).isZero();
            assertThat(judge.refunds()).as("each payment goes back once").isEqualTo(PAIRS);
        }
    }

    @Test
    void controlWithTheStateLookedAtOutsideTheFunctionBothWin() throws Exception {
        int pairs = 200;
        try (FunctionsForTest functions = FunctionsForTest.start()) {
            startShow(functions);
            CyclicBarrier bothHaveLooked = new CyclicBarrier(2);
            Step payBlindly = (commands, name) -> lookAndWrite(commands, name, bothHaveLooked, 'c');
            Step expireBlindly = (commands, name) -> lookAndWrite(commands, name, bothHaveLooked, 'e');
            race(functions, payBlindly, expireBlindly, pairs);

            assertThat(new MoneyJudge(functions, pairs, PRICE).problems()).isNotEmpty();
        }
    }

    private static String lookAndWrite(
            RedisCommands<String, String> commands, String name, CyclicBarrier bothHaveLooked, char state) {
        String record = commands.hget(KEYS.orders(), id(name));
        await(bothHaveLooked);
        if (record == null || record.charAt(0) != 'h') {
            return "-";
        }
        commands.hset(KEYS.orders(), id(name), state + record.substring(1));
        long[] pool = java.util.Arrays.stream(
                        commands.hget(KEYS.pools(), "stock:gift").split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        int sold = state == 'c' ? 1 : 0;
        commands.hset(KEYS.pools(), "stock:gift", (pool[0] + 1 - sold) + " " + (pool[1] - 1) + " " + (pool[2] + sold));
        commands.zrem(KEYS.holds(), id(name));
        return "+";
    }

    /** Gifts whose holds are over at once, and whose late payments go back. */
    private static void startShow(FunctionsForTest functions) {
        functions.startShow();
        functions.sellPrepaid("gift", 2L * PAIRS, 0, 0, "f");
    }

    private static long count(Pair[] pairs, String paid, String ended) {
        return java.util.Arrays.stream(pairs)
                .filter(pair -> pair.paid().equals(paid) && pair.ended().equals(ended))
                .count();
    }

    private static Pair[] race(FunctionsForTest functions, Step pay, Step end, int few) throws Exception {
        int count = few == 0 ? PAIRS : few;
        String[] paid = new String[count];
        String[] ended = new String[count];
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (OffLoopRedis redis = OffLoopRedis.toSocket(functions.redis().socket())) {
            Future<?> payer = threads.submit(() -> run(redis, count, start, true, pay, paid));
            Future<?> other = threads.submit(() -> run(redis, count, start, false, end, ended));
            payer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            other.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        return IntStream.range(0, count)
                .mapToObj(i -> new Pair(paid[i], ended[i]))
                .toArray(Pair[]::new);
    }

    /** One of the two; the one that places makes the next order before the other may go on. */
    private static void run(
            OffLoopRedis redis, int count, CyclicBarrier start, boolean places, Step step, String[] answers) {
        SplittableRandom random = new SplittableRandom(places ? 1 : 2);
        try (StatefulRedisConnection<String, String> connection = redis.connect()) {
            RedisCommands<String, String> commands = connection.sync();
            for (int i = 0; i < count; i++) {
                if (places) {
                    call(commands, "order_place_1", placing("o" + i));
                }
                await(start);
                for (int spin = random.nextInt(400); spin > 0; spin--) {
                    Thread.onSpinWait(); // so that either may be first
                }
                answers[i] = step.take(commands, "o" + i);
                await(start);
            }
        }
    }

    private static List<String> placing(String name) {
        return concat(FunctionsForTest.placingHead(head()), order(name, name, "gift:1:-"), "-");
    }

    private static List<String> head() {
        return List.of("1", "0", "-", "0", "0", FunctionsForTest.ALWAYS, "ab");
    }

    private static String pay(RedisCommands<String, String> commands, String name) {
        return String.valueOf(call(
                        commands,
                        "payment_take_1",
                        concat(head(), "sandbox:" + name, id(name), "CNY", Long.toString(PRICE)))
                .get(3));
    }

    private static String expire(RedisCommands<String, String> commands, String name) {
        return String.valueOf(
                call(commands, "order_expire_1", concat(head(), "100")).get(3));
    }

    private static String cancel(RedisCommands<String, String> commands, String name) {
        return String.valueOf(call(commands, "order_resolve_1", concat(head(), name, id(name), "cancelled_by_viewer"))
                        .get(3))
                .substring(0, 2);
    }

    private static List<Object> call(RedisCommands<String, String> commands, String function, List<String> arguments) {
        return commands.fcall(
                function,
                ScriptOutputType.MULTI,
                Map.copyOf(FunctionsForTest.FUNCTIONS)
                        .getOrDefault(function, List.of())
                        .toArray(String[]::new),
                arguments.toArray(String[]::new));
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
