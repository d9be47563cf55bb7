package io.ganchang.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The values of one row, given in the order of the statement's parameters. */
public final class Row {
    private final PreparedStatement statement;
    private int filled;

    Row(PreparedStatement statement) {
        this.statement = statement;
    }

    /** The next value, a text or nothing. */
    public Row text(@Nullable String value) throws SQLException {
        filled++;
        if (value == null) {
            statement.setNull(filled, Types.VARCHAR);
        } else {
            statement.setString(filled, value);
        }
        return this;
    }

    /** The next value, a whole number. */
    public Row number(long value) throws SQLException {
        filled++;
        statement.setLong(filled, value);
        return this;
    }

    void add() throws SQLException {
        statement.addBatch();
        filled = 0;
    }
}
