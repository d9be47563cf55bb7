package io.ganchang.redis;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundWish;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;

/** Calls {@code refund_grant_1}: a host gives back some of what an order was paid with. */
public final class GrantRefund {
    private GrantRefund() {}

    /**
     * Makes a refund due; a repeat of the command gets the same one. Does not fail on what can be expected.
     *
     * @param stamp with a command id, by which repeats are known
     */
    public static Future<Outcome<Refund>> call(
            RedisLink link, Partition partition, CallHead head, CommandStamp stamp, OrderId order, RefundWish wish) {
        return link.call(request(partition, head, stamp, order, wish))
                .map(reply -> outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, CommandStamp stamp, OrderId order, RefundWish wish) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "refund_grant_1",
                keys.meta(),
                keys.orders(),
                keys.events(),
                keys.commands(),
                keys.payments(),
                keys.refunds());
        head.appendTo(request);
        return request.arg(stamp.actor())
                .arg(FunctionCall.orAbsent(stamp.commandId()))
                .arg(FunctionCall.orAbsent(stamp.fingerprint()))
                .arg(order.suffix())
                .arg(wish.spelled())
                .arg(CommandArguments.attachment(stamp.reason()));
    }

    private static Outcome<Refund> outcome(Partition partition, CallHead head, Response response) {
        CallReply reply = CallReply.of(response);
        partition.learn(reply, head);
        if (!reply.isOk()) {
            return Refusals.ofCall(partition, head.knownSeq(), reply);
        }
        boolean isNew = reply.text(0).equals("created");
        if (isNew) {
            partition.learnEntry(reply, head);
        }
        RefundId id = new RefundId(partition.session(), reply.field(1).toLong());
        return new Done<>(RefundRecord.parse(id, reply.text(2)), !isNew);
    }
}
