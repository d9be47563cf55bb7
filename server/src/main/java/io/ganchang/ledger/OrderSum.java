package io.ganchang.ledger;

import io.ganchang.domain.OrderState;

/**
 * What the orders of a session come to that are in one state and of one currency. All but {@code orders} in its minor units.
 *
 * @param orders how many they are
 * @param amountMinor what they cost
 * @param paidMinor all that was paid for them, also what is to be given back
 * @param refundedMinor what was given back
 * @param grantedMinor what was given back or is due to be
 */
public record OrderSum(
        OrderState state,
        String currency,
        long orders,
        long amountMinor,
        long paidMinor,
        long refundedMinor,
        long grantedMinor) {}
