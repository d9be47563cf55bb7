package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.SessionId;
import java.util.List;

/** Rows of {@code audit_checkpoint}. */
final class AuditCheckpointTable {
    /** How many a session keeps: the newest ones. */
    private static final int KEPT = 10;

    private AuditCheckpointTable() {}

    /** Oldest first. */
    static List<AuditCheckpoint> of(Transaction transaction, SessionId session) {
        return transaction
                .handle()
                .createQuery("SELECT seq, epoch, chain, document, digest, created_ms, program FROM audit_checkpoint"
                        + " WHERE session = :session ORDER BY seq")
                .bind("session", session.value())
                .map((row, context) -> new AuditCheckpoint(
                        session,
                        row.getLong("seq"),
                        row.getLong("epoch"),
                        row.getString("chain"),
                        row.getString("document"),
                        row.getString("digest"),
                        row.getLong("created_ms"),
                        row.getString("program")))
                .list();
    }

    static void insert(Transaction transaction, AuditCheckpoint checkpoint) {
        String session = checkpoint.session().value();
        transaction
                .handle()
                .execute(
                        "INSERT INTO audit_checkpoint (session, seq, epoch, chain, document, digest, created_ms, program)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session, seq) DO NOTHING",
                        session,
                        checkpoint.seq(),
                        checkpoint.epoch(),
                        checkpoint.chain(),
                        checkpoint.document(),
                        checkpoint.digest(),
                        checkpoint.createdMs(),
                        checkpoint.program());
        transaction
                .handle()
                .execute(
                        "DELETE FROM audit_checkpoint WHERE session = ? AND seq NOT IN"
                                + " (SELECT seq FROM audit_checkpoint WHERE session = ? ORDER BY seq DESC LIMIT ?)",
                        session,
                        session,
                        KEPT);
    }
}
