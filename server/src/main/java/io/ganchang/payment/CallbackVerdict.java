package io.ganchang.payment;

/** What became of a callback, for the answer. */
public enum CallbackVerdict {
    /** It is recorded, now or since before, or needs not be. */
    RECORDED,
    /** It is not believed. */
    FORGED,
    /** It cannot be understood. */
    MALFORMED,
    /** It cannot be recorded now; the gateway is to send it again. */
    UNRECORDED
}
