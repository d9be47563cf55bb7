package io.ganchang.domain;

import java.util.Optional;

/** The id of an event, {@code <session>.<epoch>.<seq>}: the key of every effect downstream. */
public record EventId(SessionId session, long epoch, long seq) {

    /** The id that {@code text} spells, or empty where it spells none. */
    public static Optional<EventId> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !isCount(parts[1]) || !isCount(parts[2])) {
            return Optional.empty();
        }
        return SessionId.parse(parts[0])
                .map(session -> new EventId(session, Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    }

    private static boolean isCount(String text) {
        return text.matches("[1-9][0-9]{0,15}");
    }

    @Override
    public String toString() {
        return session.value() + '.' + epoch + '.' + seq;
    }
}
