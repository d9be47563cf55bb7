package io.ganchang.domain;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An order as its partition has it. Delivery data are not part of it.
 *
 * @param seq sequence number of the event that last changed it
 * @param viewer whose limits it counts against
 * @param owner subject of the token that placed it
 * @param heldUntilMs end of its hold, empty where it never was held
 * @param reason why it is in its state, where that is not plain
 * @param paidBy the payment that confirmed it
 */
public record Order(
        OrderId id,
        OrderState state,
        long seq,
        long createdMs,
        long updatedMs,
        OptionalLong heldUntilMs,
        Payment payment,
        long shippingMinor,
        String currency,
        String channel,
        String viewer,
        String owner,
        List<OrderLine> lines,
        @Nullable String reason,
        @Nullable PaymentKey paidBy) {

    /** What the buyer owes: all lines and the shipping, minor units. */
    public long amountMinor() {
        long sumMinor = shippingMinor;
        for (OrderLine line : lines) {
            sumMinor = Math.addExact(sumMinor, line.amountMinor());
        }
        return sumMinor;
    }
}
