package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Calls {@code refund_settle_1}: takes note that money has gone back. */
public final class SettleRefund {
    private SettleRefund() {}

    /**
     * What is said to have gone back.
     *
     * @param refund number of the refund that was carried out, where that is known
     * @param isToDate whether the amount is all that has gone back of the payment so far
     * @param commandId derived from the gateway's notice; null where it was told by whoever carried the refund out
     */
    public record Settled(
            PaymentKey payment,
            String currency,
            long amountMinor,
            OptionalLong refund,
            boolean isToDate,
            @Nullable String commandId) {}

    /** Takes note of it; the value is the refund's number. Does not fail on what can be expected. */
    public static Future<Outcome<String>> call(RedisLink link, Partition partition, CallHead head, Settled settled) {
        return link.call(request(partition, head, settled))
                .map(reply -> MoneyAnswer.outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    private static String refund(Settled settled) {
        if (settled.isToDate()) {
            return "all";
        }
        return settled.refund().isPresent() ? Long.toString(settled.refund().getAsLong()) : "-";
    }

    static Request request(Partition partition, CallHead head, Settled settled) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "refund_settle_1",
                keys.meta(),
                keys.orders(),
                keys.events(),
                keys.commands(),
                keys.payments(),
                keys.refunds());
        head.appendTo(request);
        return request.arg(settled.payment().toString())
                .arg(settled.currency())
                .arg(settled.amountMinor())
                .arg(refund(settled))
                .arg(FunctionCall.orAbsent(settled.commandId()));
    }
}
