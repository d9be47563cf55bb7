package io.ganchang.domain;

/** {@code scheduled → live ⇄ paused → ended → closed}. A closed session is in the ledger alone. */
public enum SessionState {
    SCHEDULED,
    LIVE,
    PAUSED,
    ENDED,
    CLOSED
}
