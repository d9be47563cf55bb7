package io.ganchang.load.compare;

import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The books of the usual shop, which are in its Redis: stock, orders, events. */
final class UsualBooks implements RunningSystem.Books, AutoCloseable {
    static final String OFFER = "melon";
    static final long STOCK = 1_000_000_000;
    private static final int KEYS_PER_ORDER = 2; // the order, and the key that remembers it
    private static final int OTHER_KEYS = 3; // stock, units taken, events

    private final OffLoopRedis redis;
    private final long stock;

    UsualBooks(Path data, long stock) {
        this.redis = OffLoopRedis.toSocket(EmbeddedRedis.socketOf(data));
        this.stock = stock;
    }

    @Override
    public OptionalLong unitsSold() {
        try (StatefulRedisConnection<String, String> connection = redis.connect()) {
            return OptionalLong.of(stock - left(connection.sync()));
        }
    }

    @Override
    public String faults() {
        try (StatefulRedisConnection<String, String> connection = redis.connect()) {
            RedisCommands<String, String> commands = connection.sync();
            long sold = stock - left(commands);
            long events = commands.xlen("events");
            long orders = sold == 0 ? 0 : (commands.dbsize() - OTHER_KEYS) / KEYS_PER_ORDER;
            return events == sold && orders == sold
                    ? ""
                    : sold + " units sold, but " + orders + " orders and " + events + " events";
        }
    }

    private static long left(RedisCommands<String, String> redis) {
        return Long.parseLong(redis.get("stock:" + OFFER));
    }

    @Override
    public void close() {
        redis.close();
    }
}
