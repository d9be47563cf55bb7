package io.ganchang.domain;

import java.util.Optional;

/**
 * The id of an order: {@code <session>.<22 base64url characters>}. It names the partition, so it routes itself, and it
 * is derived from session, viewer and idempotency key, so a repeated request meets the same order.
 *
 * @param suffix the 22 characters, the order's field in the partition
 */
public record OrderId(SessionId session, String suffix) {
    /** 128 bits in base64url. */
    public static final int SUFFIX_LENGTH = 22;

    /** The id that {@code text} spells, or empty where it spells none. */
    public static Optional<OrderId> parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() - dot - 1 != SUFFIX_LENGTH || !Ids.isId(text.substring(dot + 1))) {
            return Optional.empty();
        }
        return SessionId.parse(text.substring(0, dot)).map(session -> new OrderId(session, text.substring(dot + 1)));
    }

    @Override
    public String toString() {
        return session.value() + '.' + suffix;
    }
}
