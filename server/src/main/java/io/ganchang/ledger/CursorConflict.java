package io.ganchang.ledger;

import io.ganchang.domain.SessionId;

/** A cursor is not where its reader left it: somebody else moves it. Thrown inside a transaction, to undo it. */
public final class CursorConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SessionId session;

    CursorConflict(SessionId session, String cursor, long expectedSeq) {
        super(cursor + " of session " + session + " is not at " + expectedSeq + " any more: somebody else moves it");
        this.session = session;
    }

    /** Whose cursor it is. */
    public SessionId session() {
        return session;
    }
}
