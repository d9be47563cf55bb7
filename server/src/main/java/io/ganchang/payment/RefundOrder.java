package io.ganchang.payment;

import io.ganchang.domain.PaymentKey;

/**
 * A refund to carry out.
 *
 * @param id carried out once, however often it is asked for
 * @param order text of the order id that the payment named
 * @param amountMinor to give back, minor units of {@code currency}
 * @param paidMinor what the payment was in all
 * @param reason a token such as {@code second_payment}
 */
public record RefundOrder(
        String id,
        PaymentKey payment,
        String order,
        long amountMinor,
        long paidMinor,
        String currency,
        String reason) {}
