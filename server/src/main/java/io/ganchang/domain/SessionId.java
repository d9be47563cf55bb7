package io.ganchang.domain;

import java.util.Optional;

/** The id of a session, which is also the name of its partition. Shape: {@code [A-Za-z0-9_-]{1,32}}. */
public record SessionId(String value) {
    private static final int LENGTH_MAX = 32;

    public SessionId {
        if (!Ids.isId(value, LENGTH_MAX)) {
            throw new IllegalArgumentException("not a session id");
        }
    }

    /** The id that {@code text} spells, or empty where it spells none. */
    public static Optional<SessionId> parse(String text) {
        return Ids.isId(text, LENGTH_MAX) ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
