package io.ganchang.redis;

import io.ganchang.domain.SessionId;

/** Fails whatever raises it: in a measurement no partition is lost. */
public final class NoAlarm implements PartitionAlarm {
    @Override
    public void rolledBack(SessionId session, long epoch, String what) {
        throw new IllegalStateException(what);
    }

    @Override
    public void foundFrozen(SessionId session, String reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void clockJumped(Partition jumped) {
        throw new IllegalStateException("a clock has jumped");
    }
}
