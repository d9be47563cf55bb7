package io.ganchang.redis;

/**
 * An entry of a partition's stream that somebody has seen: it must be there for ever, or have been trimmed.
 *
 * @param seq number of its last event; 0 for none
 * @param tag of the entry, hexadecimal
 */
record Mark(long seq, String tag) {
    static final Mark NONE = new Mark(0, "0");

    /** The later of the two. */
    static Mark later(Mark one, Mark other) {
        return other.seq > one.seq ? other : one;
    }
}
