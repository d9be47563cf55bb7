package io.ganchang.architecture.canary.ordering;

import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisURI;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.RedisOptions;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Breaks the walls: speaks SQL, opens pools, knows both Redis clients and the meters. */
public record Cashier(
        @Nullable Connection connection,
        @Nullable HikariDataSource pool,
        @Nullable RedisURI address,
        @Nullable RedisOptions options,
        @Nullable MeterRegistry meters) {}
