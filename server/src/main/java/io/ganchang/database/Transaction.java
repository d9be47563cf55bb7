package io.ganchang.database;

import org.jdbi.v3.core.Handle;

/**
 * One open transaction. It is passed around as proof that there is one; only classes named {@code …Table} look inside.
 */
public final class Transaction {
    private final Handle handle;

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** The connection of this transaction; for tables. */
    public Handle handle() {
        return handle;
    }

    /** One statement for many rows; for tables. */
    public RowBatch batch(String sql) {
        return RowBatch.of(this, sql);
    }
}
