package io.ganchang.load.wire;

/**
 * Learns what comes of one request: exactly one of {@link #answered}, {@link #lost} and {@link #unsent}, on the wire's
 * loop, never from within {@link Wire#send}.
 */
public interface Receiver {

    /** There is a connection: the first byte is written next. */
    default void leaving() {}

    /**
     * The whole answer is there.
     *
     * @param answer to be read now; it is gone when this returns
     */
    void answered(Answer answer);

    /** It left, and no answer came back: nobody knows whether it was executed. */
    void lost(String why);

    /** It never left: no byte of it was written. */
    void unsent(String why);
}
