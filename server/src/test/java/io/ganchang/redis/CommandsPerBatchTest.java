package io.ganchang.redis;

import static io.ganchang.redis.FunctionsForTest.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How many commands a batch of orders costs Redis, exactly: as many for 32 orders as for one. A command that creeps in, or
 * goes to Redis once an order, shows here at once.
 */
public class CommandsPerBatchTest {
    /** What one call executes, all its orders confirmed; the call itself is the {@code fcall}. */
    public static final String WINNERS = "fcall 1, hmget 5, hset 4, time 1, xadd 1, zrange 1";

    private static final String PREPAID = "fcall 1, hmget 6, hset 5, time 1, xadd 1, zadd 1, zrange 1";
    private static final String LOSERS = "fcall 1, hmget 5, time 1, zrange 1";
    private static final String REPEATS = "fcall 1, hmget 5, time 1, zrange 1";
    private static final String ALL_FOUR_KINDS = PREPAID;

    private static final int BATCH = 32;

    private static FunctionsForTest functions;

    @BeforeAll
    static void startRedis() {
        functions = FunctionsForTest.start();
    }

    @AfterAll
    static void stopRedis() {
        functions.close();
    }

    @BeforeEach
    void startShow() {
        functions.startShow();
        functions.sell("melon", 1_000, 0);
        functions.sell("pear", 0, 0);
        functions.sellPrepaid("peach", 1_000, 0, 600, "r");
    }

    @Test
    void ofWinners() {
        assertThat(commandsOf(melons("w"), '+')).isEqualTo(WINNERS);
    }

    @Test
    void ofPrepaidOrders() {
        assertThat(commandsOf(orders(i -> order("p" + i, "xu" + i, "peach:1:-")), '+'))
                .isEqualTo(PREPAID);
    }

    @Test
    void ofLosers() {
        assertThat(commandsOf(orders(i -> order("l" + i, "yu" + i, "pear:1:-")), '-'))
                .isEqualTo(LOSERS);
    }

    @Test
    void ofRepeats() {
        List<String> unused = functions.place(melons("w"));

        assertThat(commandsOf(melons("w"), '=')).isEqualTo(REPEATS);
    }

    @Test
    void ofAllFourKindsTogether() {
        List<String> unused = functions.place(melons("w"));
        String[] mixed = orders(i -> switch (i % 4) {
            case 0 -> order("n" + i, "li" + i, "melon:1:-");
            case 1 -> order("p" + i, "xu" + i, "peach:1:-");
            case 2 -> order("l" + i, "yu" + i, "pear:1:-");
            default -> melons("w")[i];
        });

        CommandsForTest.reset(functions.redis());
        assertThat(functions.place(mixed)).hasSize(BATCH);
        assertThat(CommandsForTest.since(functions.redis())).isEqualTo(ALL_FOUR_KINDS);
    }

    @Test
    void ofOneOrder() {
        assertThat(commandsOf(new String[] {order("one", "li", "melon:1:-")}, '+'))
                .isEqualTo(WINNERS);
    }

    /** So that the numbers above are known to be able to differ. */
    @Test
    void ofTheSameOrdersInTwoCallsAreMore() {
        CommandsForTest.reset(functions.redis());
        String[] orders = melons("w");
        List<String> first = functions.place(Arrays.copyOfRange(orders, 0, BATCH / 2));
        List<String> second = functions.place(Arrays.copyOfRange(orders, BATCH / 2, BATCH));

        assertThat(first.size() + second.size()).isEqualTo(BATCH);
        assertThat(CommandsForTest.since(functions.redis()))
                .isNotEqualTo(WINNERS)
                .contains("fcall 2");
    }

    private static String commandsOf(String[] orders, char answer) {
        CommandsForTest.reset(functions.redis());
        assertThat(functions.place(orders))
                .allSatisfy(text -> assertThat(text.charAt(0)).isEqualTo(answer));
        return CommandsForTest.since(functions.redis());
    }

    private static String[] melons(String name) {
        return orders(i -> order(name + i, "li" + i, "melon:1:-"));
    }

    private static String[] orders(IntFunction<String> order) {
        return IntStream.range(0, BATCH).mapToObj(order).toArray(String[]::new);
    }
}
