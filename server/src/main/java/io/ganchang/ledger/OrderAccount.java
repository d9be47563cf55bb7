package io.ganchang.ledger;

/**
 * A row of {@code orders} column by column, for those who check whether its columns tell what its record does.
 *
 * @param record the order record
 */
public record OrderAccount(
        String id,
        String session,
        long seq,
        String state,
        String viewer,
        String owner,
        String channel,
        long amountMinor,
        long paidMinor,
        long refundedMinor,
        long grantedMinor,
        String currency,
        String record,
        long createdMs,
        long updatedMs) {}
