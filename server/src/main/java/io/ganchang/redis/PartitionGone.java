package io.ganchang.redis;

/** A partition is not in Redis any more, while it was being read. */
public final class PartitionGone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartitionGone(String key) {
        super("there is no " + key + " any more");
    }
}
