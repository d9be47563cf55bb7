package io.ganchang.redis.embedded;

import java.io.IOException;

/**
 * A redis-server of our folder that is ready.
 *
 * @param executable what it was started from
 * @param watch a connection that ends when the server does, be it our child or not
 */
record RunningRedis(long pid, String executable, RedisProbe watch) {
    /** The one that {@code watch} is connected to, as it tells about itself. */
    static RunningRedis behind(RedisProbe watch) throws IOException {
        return new RunningRedis(Long.parseLong(watch.info("process_id")), watch.info("executable"), watch);
    }
}
