package io.ganchang.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A refund, and how carrying it out goes.
 *
 * @param paidMinor what its payment was in all, minor units
 * @param attempts that failed, since a person last had it tried again
 * @param nextMs when it is tried again, at the earliest
 * @param stuck whether it waits for a person
 * @param lastError why the last attempt failed
 */
public record OpenRefund(
        RefundRow refund,
        long paidMinor,
        int attempts,
        long nextMs,
        boolean stuck,
        @Nullable String lastError) {}
