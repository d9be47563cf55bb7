package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of {@code ledger_cursor}. Moving one is what makes the ledger's reading exactly-once. */
final class LedgerCursorTable {
    private static final String COLUMNS = "SELECT c.session, c.epoch, c.seq, c.tag FROM ledger_cursor c ";

    private LedgerCursorTable() {}

    static void insert(Transaction transaction, LedgerCursor cursor) {
        transaction
                .handle()
                .execute(
                        "INSERT INTO ledger_cursor (session, epoch, seq, tag) VALUES (?, ?, ?, ?)",
                        cursor.session().value(),
                        cursor.epoch(),
                        cursor.seq(),
                        cursor.tag());
    }

    static Optional<LedgerCursor> find(Transaction transaction, SessionId session) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "WHERE c.session = :session")
                .bind("session", session.value())
                .map((row, context) -> cursor(row))
                .findOne();
    }

    /** The cursors of all sessions that may still have events to come. */
    static List<LedgerCursor> ofUnclosedSessions(Transaction transaction) {
        return transaction
                .handle()
                .createQuery(COLUMNS + "JOIN session s ON s.id = c.session WHERE s.state <> 'closed'")
                .map((row, context) -> cursor(row))
                .list();
    }

    /** @throws CursorConflict where it is not at {@code from} */
    static void move(Transaction transaction, LedgerCursor from, LedgerCursor to) {
        int moved = transaction
                .handle()
                .createUpdate("UPDATE ledger_cursor SET seq = :seq, tag = :tag"
                        + " WHERE session = :session AND seq = :old AND epoch = :epoch")
                .bind("seq", to.seq())
                .bind("tag", to.tag())
                .bind("session", from.session().value())
                .bind("old", from.seq())
                .bind("epoch", from.epoch())
                .execute();
        if (moved != 1) {
            throw new CursorConflict(from.session(), "the ledger's cursor", from.seq());
        }
    }

    /** Takes the session's cursor into the next epoch; whoever reads in the old one can no longer move it. */
    static void enterNextEpoch(Transaction transaction, SessionId session) {
        transaction.handle().execute("UPDATE ledger_cursor SET epoch = epoch + 1 WHERE session = ?", session.value());
    }

    private static LedgerCursor cursor(ResultSet row) throws SQLException {
        return new LedgerCursor(
                new SessionId(row.getString("session")),
                row.getLong("epoch"),
                row.getLong("seq"),
                row.getString("tag"));
    }
}
