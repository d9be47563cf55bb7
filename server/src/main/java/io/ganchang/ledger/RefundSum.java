package io.ganchang.ledger;

import io.ganchang.domain.RefundState;

/**
 * What the refunds of a session come to that are in one state and of one currency.
 *
 * @param refunds how many they are
 * @param stuck how many of them wait for a person
 * @param amountMinor minor units
 */
public record RefundSum(RefundState state, String currency, long refunds, long stuck, long amountMinor) {}
