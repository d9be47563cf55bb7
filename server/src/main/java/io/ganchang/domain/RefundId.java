package io.ganchang.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a refund: {@code <session>-r<seq>}. Gateways carry out one refund per id.
 *
 * @param seq of the event that made it
 */
public record RefundId(SessionId session, long seq) {
    private static final Pattern SHAPE = Pattern.compile("(.+)-r([1-9][0-9]{0,13})");

    /** The id that {@code text} spells, or empty where it spells none. */
    public static Optional<RefundId> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        return shape.matches()
                ? SessionId.parse(shape.group(1)).map(session -> new RefundId(session, Long.parseLong(shape.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return session.value() + "-r" + seq;
    }
}
