package io.ganchang.database;

/** A call was not begun, because as many wait for the database as may. */
public final class DatabaseBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseBusy() {
        super("too many calls wait for the database", null, false, false);
    }
}
