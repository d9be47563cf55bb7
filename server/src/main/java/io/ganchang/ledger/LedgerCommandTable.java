package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.SessionId;
import java.util.Optional;

/** Rows of {@code ledger_command}: what was done already of what a closed session is told twice. */
final class LedgerCommandTable {
    private LedgerCommandTable() {}

    /**
     * A command that was carried out.
     *
     * @param seq of the event it made, or was about
     */
    record Remembered(String fingerprint, long seq) {}

    static Optional<Remembered> find(Transaction transaction, SessionId session, String id) {
        return transaction
                .handle()
                .createQuery("SELECT fingerprint, seq FROM ledger_command WHERE session = :session AND id = :id")
                .bind("session", session.value())
                .bind("id", id)
                .map((row, context) -> new Remembered(row.getString("fingerprint"), row.getLong("seq")))
                .findOne();
    }

    static void insert(Transaction transaction, SessionId session, String id, Remembered remembered) {
        transaction
                .handle()
                .execute(
                        "INSERT INTO ledger_command (session, id, fingerprint, seq) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (session, id) DO NOTHING",
                        session.value(),
                        id,
                        remembered.fingerprint(),
                        remembered.seq());
    }
}
