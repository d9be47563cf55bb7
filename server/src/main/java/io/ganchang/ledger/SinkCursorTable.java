package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.SessionId;
import java.util.List;

/** Rows of {@code sink_cursor}: how far each sink has each session's events. */
final class SinkCursorTable {
    private SinkCursorTable() {}

    /** The sessions of which the ledger has more than {@code sink}. */
    static List<SinkLag> lagging(Transaction transaction, String sink) {
        return transaction
                .handle()
                .createQuery("SELECT l.session, COALESCE(s.seq, 0) AS seq, l.seq AS ledger_seq FROM ledger_cursor l"
                        + " LEFT JOIN sink_cursor s ON s.session = l.session AND s.sink = :sink"
                        + " WHERE l.seq > COALESCE(s.seq, 0) ORDER BY l.session")
                .bind("sink", sink)
                .map((row, context) -> new SinkLag(
                        new SessionId(row.getString("session")), row.getLong("seq"), row.getLong("ledger_seq")))
                .list();
    }

    /** Sequence number of the last event that {@code sink} is done with; 0 for none. */
    static long find(Transaction transaction, String sink, SessionId session) {
        return transaction
                .handle()
                .createQuery("SELECT seq FROM sink_cursor WHERE sink = :sink AND session = :session")
                .bind("sink", sink)
                .bind("session", session.value())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    /** @throws CursorConflict where it is not at {@code fromSeq} */
    static void move(Transaction transaction, String sink, SessionId session, long fromSeq, long toSeq) {
        if (fromSeq == 0) {
            transaction
                    .handle()
                    .execute(
                            "INSERT INTO sink_cursor (sink, session, seq) VALUES (?, ?, 0)"
                                    + " ON CONFLICT (sink, session) DO NOTHING",
                            sink,
                            session.value());
        }
        int moved = transaction
                .handle()
                .execute(
                        "UPDATE sink_cursor SET seq = ? WHERE sink = ? AND session = ? AND seq = ?",
                        toSeq,
                        sink,
                        session.value(),
                        fromSeq);
        if (moved != 1) {
            throw new CursorConflict(session, "the cursor of sink " + sink, fromSeq);
        }
    }
}
