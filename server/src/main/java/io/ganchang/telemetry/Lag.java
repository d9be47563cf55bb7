package io.ganchang.telemetry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far a follower of many streams is behind, in events and in time. One thread looks now and then; any may read, also
 * while the one that looks hangs.
 *
 * <p>Where events have no time that this server's clock could be held against, waiting is measured from the look that first
 * saw them: a little less than they really waited.
 *
 * @param <K> what a stream is known by
 */
public final class Lag<K> {
    private final LongSupplier nanoTime;
    private volatile Map<K, Mark> marks = Map.of();
    private volatile long events;

    /** @param nanoTime monotonic, such as {@code System::nanoTime} */
    public Lag(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Where the follower of one stream is.
     *
     * @param reached last event it has
     * @param known last event there is
     */
    public record Position<K>(K stream, long reached, long known) {}

    /** An event that was the last one when it was seen. */
    private record Mark(long seq, long seenNanos) {}

    /** Takes in where the follower is. A stream that is not among {@code positions} is taken for followed to its end. */
    public void look(Collection<Position<K>> positions) {
        long nowNanos = nanoTime.getAsLong();
        Map<K, Mark> before = marks;
        Map<K, Mark> now = new HashMap<>();
        long most = 0;
        for (Position<K> position : positions) {
            long behind = position.known() - position.reached();
            if (behind > 0) {
                most = Math.max(most, behind);
                Mark mark = before.get(position.stream());
                now.put(
                        position.stream(),
                        mark != null && mark.seq > position.reached() ? mark : new Mark(position.known(), nowNanos));
            }
        }
        marks = now;
        events = most;
    }

    /** Events in the stream that is most behind, as of the last look. */
    public long events() {
        return events;
    }

    /** How long the oldest event that is not reached has waited, at least; 0 where all are. */
    public double seconds() {
        long nowNanos = nanoTime.getAsLong();
        return marks.values().stream()
                .mapToDouble(mark -> (nowNanos - mark.seenNanos) / 1e9)
                .max()
                .orElse(0);
    }
}
