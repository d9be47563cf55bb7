package io.ganchang.ledger;

import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import java.util.Optional;

/**
 * A session as the ledger has it.
 *
 * @param state of its last event; empty where it was born and nothing has happened yet
 * @param document JSON of its terms
 * @param keyId which key its order ids are derived with
 * @param ledgerSeq of the last event of its partition that the ledger has; 0 for none. Of a closed session that is the one
 *     that closed it, whatever the ledger has added since
 * @param ledgerTag of the stream entry that ended there
 */
public record StoredSession(
        SessionId id,
        String host,
        Optional<SessionState> state,
        String document,
        String keyId,
        long epoch,
        long createdMs,
        long ledgerSeq,
        String ledgerTag) {

    /** Epoch that every session begins in. */
    public static final long FIRST_EPOCH = 1;

    /** Whether it is in the ledger alone, for good. */
    public boolean isClosed() {
        return state.equals(Optional.of(SessionState.CLOSED));
    }

    /** A session of which there are no events yet. */
    public static StoredSession newborn(SessionId id, String host, String document, String keyId, long createdMs) {
        return new StoredSession(
                id, host, Optional.empty(), document, keyId, FIRST_EPOCH, createdMs, 0, LedgerCursor.NO_TAG);
    }
}
