package io.ganchang.ledger;

import io.ganchang.domain.SessionId;
import io.ganchang.redis.StreamEntry;

/**
 * How far the ledger has read one partition.
 *
 * @param seq of the last event it has; 0 for none
 * @param tag of the entry that ended with it, or of the last one where the ledger goes on by itself; empty for none
 */
public record LedgerCursor(SessionId session, long epoch, long seq, String tag) {
    static final String NO_TAG = "";

    /** The cursor of a session that was just born. */
    static LedgerCursor newborn(SessionId session) {
        return new LedgerCursor(session, StoredSession.FIRST_EPOCH, 0, NO_TAG);
    }

    /** The cursor once {@code entry} is in the ledger. */
    LedgerCursor after(StreamEntry entry) {
        return new LedgerCursor(session, epoch, entry.last(), entry.tag());
    }
}
