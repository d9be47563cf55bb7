package io.ganchang.database;

/** The database cannot be opened, or would not keep what it acknowledges. The message says what is wrong. */
public final class DatabaseUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
