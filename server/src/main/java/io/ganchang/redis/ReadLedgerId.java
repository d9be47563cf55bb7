package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.SessionId;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Optional;

/** Reads which ledger a session's partition belongs to; a plain command, since it decides nothing. */
public final class ReadLedgerId {
    private ReadLedgerId() {}

    /** The ledger's UUID, or empty where Redis has no such partition. Does not fail on what can be expected. */
    public static Future<Outcome<Optional<String>>> call(RedisLink link, SessionId session) {
        return link.call(Request.cmd(Command.HGET).arg(Keys.of(session).meta()).arg("ledger"))
                .map(id -> Outcome.done(Optional.ofNullable(id).map(String::valueOf)))
                .otherwise(CallFailure::ofRead);
    }
}
