package io.ganchang.redis;

import io.ganchang.domain.SessionId;

/** Is told what must not happen to a partition. Called on any thread, and often for the same thing; must not block. */
public interface PartitionAlarm {
    /**
     * Redis has lost events of the session that somebody has seen.
     *
     * @param epoch in which they were
     * @param what happened, for the log; nothing personal
     */
    void rolledBack(SessionId session, long epoch, String what);

    /** The session was found frozen. */
    void foundFrozen(SessionId session, String reason);

    /** Redis's clock has jumped, and the partition's time with it; {@link Partition#clock} knows what it should be. */
    void clockJumped(Partition partition);
}
