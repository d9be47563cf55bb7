package io.ganchang.redis;

import io.ganchang.domain.OrderId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one order record; a plain command, since it decides nothing. */
public final class ReadOrder {
    private ReadOrder() {}

    public static Request request(Partition partition, OrderId id) {
        return Request.cmd(Command.HGET).arg(partition.keys().orders()).arg(id.suffix());
    }

    /** The record, or empty where there is none. */
    public static Optional<String> record(@Nullable Response response) {
        return Optional.ofNullable(response).map(Response::toString);
    }
}
