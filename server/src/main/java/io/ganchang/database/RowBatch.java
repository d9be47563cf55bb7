package io.ganchang.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * One statement for many rows. Values go to the driver as they are: texts, whole numbers and null are all that tables have,
 * and finding out how to bind each value of each row cost more than writing it.
 */
public final class RowBatch {
    private final PreparedStatement statement;
    private boolean isEmpty = true;

    private RowBatch(PreparedStatement statement) {
        this.statement = statement;
    }

    static RowBatch of(Transaction transaction, String sql) {
        try {
            return new RowBatch(transaction.handle().getConnection().prepareStatement(sql));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Adds a row: what its places in the statement get, first to last. */
    public void add(@Nullable Object... values) {
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.addBatch();
            isEmpty = false;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** As the rest of the database fails; without a context, which could show values. */
    private static UnableToExecuteStatementException failure(SQLException cause) {
        return new UnableToExecuteStatementException(cause, null);
    }

    /** Runs the statement for all rows, in their order, where there are any. To be called once. */
    public void execute() {
        try (statement) {
            if (!isEmpty) {
                int[] unused = statement.executeBatch();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
