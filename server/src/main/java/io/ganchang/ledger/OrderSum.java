package io.ganchang.ledger;

import io.ganchang.domain.OrderState;

/**
 * What the orders of a session come to that are in one state and of one currency.
 *
 * @param orders how many they are
 * @param amountMinor what they cost, minor units
 */
public record OrderSum(OrderState state, String currency, long orders, long amountMinor) {}
