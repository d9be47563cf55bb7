package io.ganchang.payment;

import io.ganchang.domain.OrderId;
import java.net.URI;

/**
 * A payment to begin.
 *
 * @param amountMinor minor units of {@code currency}
 * @param description what the buyer reads beside the amount
 * @param payableUntilMs after it the gateway need not take the money any more, epoch milliseconds
 * @param buyerAddress network address of the buyer, which some gateways ask for
 * @param returnTo page to which the buyer comes back
 * @param notifyTo address of our callback
 */
public record PaymentRequest(
        OrderId order,
        long amountMinor,
        String currency,
        String description,
        long payableUntilMs,
        String buyerAddress,
        URI returnTo,
        URI notifyTo) {}
