package io.ganchang.redis;

import io.ganchang.domain.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a partition stood when something was read of it, which decides whether that may be believed.
 *
 * @param tag of the entry that ended at {@code seq}
 * @param frozen why it is frozen; null where it is not
 */
record Standing(long seq, long epoch, String tag, @Nullable String frozen) {

    /** Why nothing that was read then may be told, or empty where it may. */
    <T> Optional<Outcome<T>> refusal(Partition partition, long knownSeq) {
        if (epoch != partition.epoch()) {
            if (epoch < partition.epoch()) {
                partition.alarmOldEpoch(epoch);
            }
            return Optional.of(Refusals.ofOtherEpoch(partition));
        }
        if (isBehind(partition, knownSeq)) {
            partition.alarmRollBack();
            return Optional.of(Refusals.ofRollBack(partition));
        }
        if (frozen != null) {
            partition.alarmFrozen(frozen);
            return Optional.of(Refusals.ofFrozen(partition));
        }
        return Optional.empty();
    }

    private boolean isBehind(Partition partition, long knownSeq) {
        Mark mark = partition.mark();
        return seq < knownSeq || (seq == mark.seq() && !tag.equals(mark.tag()));
    }
}
