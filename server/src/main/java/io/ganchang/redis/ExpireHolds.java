package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** Calls {@code order_expire_1}: expires holds whose time is over. */
public final class ExpireHolds {
    /** Most holds that one call expires. */
    public static final int HOLDS_PER_CALL_MAX = 100;

    private static final int FIXED_FIELDS = 3;

    private ExpireHolds() {}

    /**
     * What one call came to.
     *
     * @param expired how many holds
     * @param hasMore whether further ones are due
     * @param nextMs partition time at which the next hold ends; 0 where nothing is held
     * @param nowMs partition time of the call
     * @param broken ids of orders whose records cannot be read, and which are not looked at again
     */
    public record Swept(int expired, boolean hasMore, long nextMs, long nowMs, List<String> broken) {
        public Swept {
            broken = List.copyOf(broken);
        }
    }

    /** Expires at most {@value #HOLDS_PER_CALL_MAX} holds. Does not fail on what can be expected. */
    public static Future<Outcome<Swept>> call(RedisLink link, Partition partition, CallHead head) {
        return link.call(request(partition, head, HOLDS_PER_CALL_MAX))
                .map(reply -> outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, int limit) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "order_expire_1",
                keys.meta(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers());
        head.appendTo(request);
        return request.arg(limit);
    }

    private static Outcome<Swept> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        int expired = reply.field(0).toInteger();
        if (expired > 0) {
            partition.learnEntry(reply, head);
        }
        List<String> broken = new ArrayList<>();
        for (int i = FIXED_FIELDS; i < reply.size(); i++) {
            broken.add(reply.text(i));
        }
        return Outcome.done(new Swept(
                expired, reply.field(1).toInteger() == 1, reply.field(2).toLong(), reply.nowMs(), broken));
    }
}
