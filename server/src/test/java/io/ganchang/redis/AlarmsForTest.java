package io.ganchang.redis;

import io.ganchang.domain.SessionId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes the alarms of partitions, and does nothing about them. */
public final class AlarmsForTest implements PartitionAlarm {
    private final List<String> raised = new CopyOnWriteArrayList<>();

    /** Each as {@code rolled back}, {@code frozen} or {@code clock}, and the session. */
    public List<String> raised() {
        return List.copyOf(raised);
    }

    @Override
    public void rolledBack(SessionId session, long epoch, String what) {
        raised.add("rolled back " + session + " in " + epoch);
    }

    @Override
    public void foundFrozen(SessionId session, String reason) {
        raised.add("frozen " + session + " " + reason);
    }

    @Override
    public void clockJumped(Partition partition) {
        raised.add("clock " + partition.session());
    }
}
