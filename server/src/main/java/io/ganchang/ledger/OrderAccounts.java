package io.ganchang.ledger;

import java.util.List;

/**
 * A page of a session's rows of {@code orders}, and the sequence number at which they are true.
 *
 * @param seq of the last event that the ledger had when they were read
 */
public record OrderAccounts(long seq, List<OrderAccount> rows) {

    public OrderAccounts {
        rows = List.copyOf(rows);
    }
}
