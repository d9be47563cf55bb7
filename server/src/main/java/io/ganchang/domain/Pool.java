package io.ganchang.domain;

/** A countable thing that orders consume. What it holds in all is the sum of its three parts. */
public record Pool(long available, long held, long sold) {
    /** A pool with nothing in it. */
    public static final Pool EMPTY = new Pool(0, 0, 0);

    /** Units in all, whatever their state. */
    public long total() {
        return available + held + sold;
    }

    /** This pool after {@code delta}. */
    public Pool plus(PoolDelta delta) {
        return new Pool(available + delta.available(), held + delta.held(), sold + delta.sold());
    }
}
