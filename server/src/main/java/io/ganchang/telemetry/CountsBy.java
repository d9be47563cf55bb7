package io.ganchang.telemetry;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * One count for each constant of an enum. Thread-safe; counting allocates nothing and looks nothing up but an index.
 *
 * @param <E> the enum
 */
public final class CountsBy<E extends Enum<E>> {
    private final Map<E, LongAdder> counts;

    public CountsBy(Class<E> type) {
        counts = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            counts.put(constant, new LongAdder());
        }
    }

    /** Counts one more of {@code constant}. */
    public void add(E constant) {
        of(constant).increment();
    }

    /** How many of {@code constant} there were. */
    public long get(E constant) {
        return of(constant).sum();
    }

    private LongAdder of(E constant) {
        LongAdder count = counts.get(constant);
        if (count == null) {
            throw new IllegalStateException("every constant has a count");
        }
        return count;
    }
}
