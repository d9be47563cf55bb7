package io.ganchang.payment.sandbox;

import io.ganchang.domain.OrderId;

/**
 * A payment that was begun, as the sandbox's page shows it.
 *
 * @param amountMinor minor units of {@code currency}
 * @param description what the buyer reads beside the amount
 * @param payableUntilMs end of the order's hold, epoch milliseconds
 * @param returnTo path of the page to which the buyer goes back
 */
public record SandboxTicket(
        OrderId order, long amountMinor, String currency, String description, long payableUntilMs, String returnTo) {

    /** Of the payment: one order has one, so that it can be paid only once. */
    public String paymentId() {
        return "sb-" + order.suffix();
    }
}
