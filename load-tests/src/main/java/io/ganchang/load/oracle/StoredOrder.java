package io.ganchang.load.oracle;

import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger's {@code orders} table.
 *
 * @param recipient name in its delivery data, where it has them
 */
public record StoredOrder(
        String id,
        long seq,
        String state,
        String record,
        @Nullable String recipient) {

    /** The second part of its id. */
    String suffix() {
        return id.substring(id.lastIndexOf('.') + 1);
    }

    OrderFields fields() {
        return OrderFields.read(record);
    }
}
