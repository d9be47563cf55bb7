package io.ganchang.redis;

/**
 * A redis-server of our folder that is ready.
 *
 * @param watch a connection that ends when the server does, be it our child or not
 */
record RunningRedis(long pid, RedisProbe watch) {}
