package io.ganchang.redis;

import io.ganchang.redis.embedded.RedisForTest;
import java.util.stream.Collectors;

/** The commands that a Redis executes, those inside functions among them, counted by Redis itself. */
public final class CommandsForTest {
    private static final String PREFIX = "cmdstat_";

    private CommandsForTest() {}

    /** Begins to count anew. */
    public static void reset(RedisForTest redis) {
        redis.run("CONFIG RESETSTAT");
    }

    /** Counts since then: {@code fcall 1, hmget 5, …}, by name. What asks for them is left out. */
    public static String since(RedisForTest redis) {
        return redis.run("INFO commandstats")
                .get(0)
                .lines()
                .filter(line -> line.startsWith(PREFIX) && !line.startsWith(PREFIX + "config"))
                .map(line -> line.substring(PREFIX.length()).replaceAll(":calls=(\\d+),.*", " $1"))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
