package io.ganchang.load.oracle;

import java.util.List;
import java.util.stream.Stream;

/** What the events say of one pool: available, held, sold. */
final class PoolCount {
    private long available;
    private long held;
    private long sold;

    /** A change of one pool. */
    record Delta(String pool, long available, long held, long sold) {}

    /** Reads {@code <pool>=<available>/<held>/<sold>}, joined by commas, or {@code -}. */
    static List<Delta> deltas(String text) {
        return text.equals("-")
                ? List.of()
                : Stream.of(text.split(",", -1)).map(PoolCount::delta).toList();
    }

    private static Delta delta(String text) {
        int equals = text.lastIndexOf('=');
        String[] changes = text.substring(equals + 1).split("/", -1);
        return new Delta(
                text.substring(0, equals),
                Long.parseLong(changes[0]),
                Long.parseLong(changes[1]),
                Long.parseLong(changes[2]));
    }

    void add(Delta delta) {
        available += delta.available();
        held += delta.held();
        sold += delta.sold();
    }

    boolean isNegative() {
        return available < 0 || held < 0 || sold < 0;
    }

    long total() {
        return available + held + sold;
    }

    long sold() {
        return sold;
    }
}
