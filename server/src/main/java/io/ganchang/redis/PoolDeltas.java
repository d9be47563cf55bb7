package io.ganchang.redis;

import io.ganchang.domain.PoolDelta;
import java.util.ArrayList;
import java.util.List;

/** Reads the deltas of an event: {@code <pool>=<available>/<held>/<sold>}, joined by commas, or {@code -}. */
public final class PoolDeltas {
    private PoolDeltas() {}

    /**
     * The changes that {@code text} spells.
     *
     * @throws IllegalArgumentException where the text is broken
     */
    public static List<PoolDelta> parse(String text) {
        if (text.equals("-")) {
            return List.of();
        }
        List<PoolDelta> deltas = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            deltas.add(delta(part));
        }
        return deltas;
    }

    private static PoolDelta delta(String text) {
        int equals = text.lastIndexOf('=');
        String[] changes = text.substring(equals + 1).split("/", -1);
        if (equals < 1 || changes.length != 3) {
            throw new IllegalArgumentException("broken pool delta");
        }
        return new PoolDelta(
                text.substring(0, equals),
                FieldReader.parseLong(changes[0]),
                FieldReader.parseLong(changes[1]),
                FieldReader.parseLong(changes[2]));
    }
}
