package io.ganchang.audit;

/** From where an audit goes through the events. */
public enum AuditDepth {
    /** From the last checkpoint; from the first event where there is none. */
    SINCE_CHECKPOINT,
    /** From the first event; checkpoints are not believed, but confirmed. */
    FULL
}
