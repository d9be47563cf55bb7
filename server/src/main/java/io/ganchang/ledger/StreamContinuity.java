package io.ganchang.ledger;

import io.ganchang.redis.EventTail;
import io.ganchang.redis.StreamEntry;
import java.util.List;

/**
 * Whether a partition's stream still has what the ledger has read of it. A Redis that fell back, to an older file or in a
 * fail-over, has not; and once it has sold its way past the ledger's cursor, the numbers alone no longer tell.
 */
final class StreamContinuity {
    private StreamContinuity() {}

    /**
     * Meets the entry at the cursor, or, where that has been trimmed, the one right behind it.
     *
     * @throws StreamFellBack where the stream is not the one that the ledger has read
     */
    static void require(EventTail tail, LedgerCursor cursor) {
        if (cursor.seq() == 0) {
            return;
        }
        List<StreamEntry> entries = tail.read(cursor.session(), cursor.seq() - 1, 1);
        if (entries.isEmpty()) {
            throw fellBack(cursor, "its stream ends before");
        }
        StreamEntry entry = entries.get(0);
        requireEpoch(cursor, entry);
        boolean isRead = entry.last() == cursor.seq() && entry.tag().equals(cursor.tag());
        if (!isRead && entry.first() != cursor.seq() + 1) {
            throw fellBack(cursor, "its stream has other events there");
        }
    }

    /** Only the ledger takes a session into its next epoch: a stream in an earlier one is from before a loss. */
    static void requireEpoch(LedgerCursor cursor, StreamEntry entry) {
        if (entry.epoch() < cursor.epoch()) {
            throw new StreamFellBack(
                    "its stream is in epoch " + entry.epoch() + ", the ledger in " + cursor.epoch(), entry.epoch());
        }
    }

    private static StreamFellBack fellBack(LedgerCursor cursor, String found) {
        return new StreamFellBack("the ledger has events up to " + cursor.seq() + ", " + found, cursor.epoch());
    }
}
