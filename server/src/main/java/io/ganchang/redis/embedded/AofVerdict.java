package io.ganchang.redis.embedded;

/** What redis-check-aof says of an append-only folder. */
sealed interface AofVerdict {

    /** Every command in it is whole. */
    record Sound() implements AofVerdict {}

    /**
     * The last file is damaged from a byte on; without what follows there it would load.
     *
     * @param file its name in the folder
     * @param soundBytes up to where it is whole
     * @param bytes its length
     */
    record Cuttable(String file, long soundBytes, long bytes) implements AofVerdict {
        long lostBytes() {
            return bytes - soundBytes;
        }
    }

    /**
     * What is damaged, or missing, is needed by what follows it.
     *
     * @param words where, and what was found there
     */
    record Lost(String words) implements AofVerdict {}
}
