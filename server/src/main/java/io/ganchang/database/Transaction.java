package io.ganchang.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionException;

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

    /** Says which values of {@code source} a row has. */
    @FunctionalInterface
    public interface Filling<T> {
        void fill(Row row, T source) throws SQLException;
    }

    /**
     * Executes {@code sql} once for each source. Events come this way by the thousand a second: finding out by reflection how
     * to bind each value, as the handle does, costs more than writing it.
     */
    public <T> void executeEach(String sql, Collection<T> sources, Filling<T> filling) {
        if (sources.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            Row row = new Row(statement);
            for (T source : sources) {
                filling.fill(row, source);
                row.add();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new TransactionException("a row could not be written", e);
        }
    }
}
