package io.ganchang.domain;

/**
 * Money that goes back to who paid it.
 *
 * @param payment what it goes back from
 * @param order the 22 characters of the order id that the payment named; there may be no such order
 * @param amountMinor minor units of {@code currency}
 * @param reason a token such as {@code second_payment}
 */
public record Refund(
        RefundId id,
        RefundState state,
        PaymentKey payment,
        String order,
        String currency,
        long amountMinor,
        String reason) {}
