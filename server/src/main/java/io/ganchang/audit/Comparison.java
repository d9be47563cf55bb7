package io.ganchang.audit;

import io.ganchang.domain.SessionId;

/** A further comparison of the audit: something downstream against the ledger. */
public interface Comparison {

    /** What is compared, in words; also its name in checkpoints. */
    String name();

    /**
     * Compares one session and reports every difference. Blocks.
     *
     * @param from how far an earlier audit came; what lies before is believed
     * @return how far this one came
     */
    Reached compare(SessionId session, Reached from, Problems problems);

    /**
     * How far a comparison came.
     *
     * @param seq last event that was found downstream and is there for good
     * @param bytes up to where it was read, where it is a file
     * @param compared how many events were compared by this audit and those it goes on from
     */
    record Reached(long seq, long bytes, long compared) {
        /** Nothing is compared yet. */
        public static final Reached NOTHING = new Reached(0, 0, 0);
    }
}
