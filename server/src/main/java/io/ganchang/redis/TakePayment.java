package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;

/** Calls {@code payment_take_1}: takes note of a payment. */
public final class TakePayment {
    /** What a payment that confirms its order comes to; of others it is the reason why they are given back. */
    public static final String CONFIRMED = "confirmed";

    private TakePayment() {}

    /**
     * A payment as its gateway told it.
     *
     * @param order the 22 characters of an order id; there may be no such order
     */
    public record Received(PaymentKey payment, String order, String currency, long amountMinor) {}

    /**
     * Takes note of a payment; the value is {@value #CONFIRMED}, or why it is given back, or empty for one that was noted
     * before. Does not fail on what can be expected.
     */
    public static Future<Outcome<String>> call(RedisLink link, Partition partition, CallHead head, Received received) {
        return link.call(request(partition, head, received))
                .map(reply -> MoneyAnswer.outcome(partition, head, reply))
                .otherwise(CallFailure::outcome);
    }

    static Request request(Partition partition, CallHead head, Received received) {
        Keys keys = partition.keys();
        Request request = FunctionCall.to(
                "payment_take_1",
                keys.meta(),
                keys.offers(),
                keys.pools(),
                keys.orders(),
                keys.taken(),
                keys.events(),
                keys.holds(),
                keys.viewers(),
                keys.payments(),
                keys.refunds());
        head.appendTo(request);
        return request.arg(received.payment().toString())
                .arg(received.order())
                .arg(received.currency())
                .arg(received.amountMinor());
    }
}
