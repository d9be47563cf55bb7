package io.ganchang.load.baseline;

import io.ganchang.redis.OffLoopRedis;
import io.ganchang.redis.embedded.EmbeddedRedis;
import io.ganchang.redis.embedded.RedisBinary;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;

/** A Redis started and set as the server starts and sets its own, but for when it syncs. */
public final class RedisOfItsOwn implements AutoCloseable {
    /** Beyond it its Redis refuses writes. */
    public static final long MEMORY_BYTES_MAX = 6L << 30;

    private final EmbeddedRedis redis;

    private RedisOfItsOwn(EmbeddedRedis redis) {
        this.redis = redis;
    }

    /**
     * Starts it.
     *
     * @param data it uses the folder {@code redis} in it
     */
    public static RedisOfItsOwn start(Path data, Aof aof) {
        EmbeddedRedis redis = EmbeddedRedis.start(data, MEMORY_BYTES_MAX, RedisBinary.locate(System.getenv(), data));
        try (OffLoopRedis client = OffLoopRedis.toSocket(redis.socket());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            set(connection.sync(), aof);
        }
        return new RedisOfItsOwn(redis);
    }

    private static void set(RedisCommands<String, String> redis, Aof aof) {
        if (aof == Aof.OFF) {
            redis.configSet("appendonly", "no");
        } else {
            redis.configSet("appendfsync", aof.word());
        }
    }

    /** Where it listens. */
    public Path socket() {
        return redis.socket();
    }

    /** Of its process. */
    public long pid() {
        return redis.pid();
    }

    @Override
    public void close() {
        redis.close();
    }
}
