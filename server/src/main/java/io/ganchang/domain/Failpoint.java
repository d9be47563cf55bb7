package io.ganchang.domain;

/**
 * A step of the way of money at which a server can be made to die at once, as if it were killed: tests show that the books
 * come out the same wherever that happens. It is armed from outside alone, by {@code -Dganchang.failpoint=<NAME>} on the
 * command line of the JVM; where that is absent, passing a step costs nothing.
 */
public enum Failpoint {
    /** A callback's signature was found to be good; nothing is noted. */
    CALLBACK_VERIFIED,
    /** The partition has noted what the callback tells; the gateway has no answer. */
    PAYMENT_NOTED,
    /** The ledger has read events, and not written them. */
    EVENTS_READ,
    /** The ledger has written events; nobody has been told. */
    EVENTS_WRITTEN,
    /** A refund was taken to be carried out; the gateway has not been asked. */
    REFUND_CLAIMED,
    /** The gateway has carried a refund out; that is not noted. */
    REFUND_CARRIED_OUT,
    /** The partition has noted that a refund was carried out; the ledger has not. */
    REFUND_NOTED;

    /** What a process that was killed exits with. */
    private static final int KILLED = 137;

    private static final String ARMED = System.getProperty("ganchang.failpoint", "");

    /** Ends the process here, where this step is armed. */
    public void reached() {
        if (ARMED.equals(name())) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
