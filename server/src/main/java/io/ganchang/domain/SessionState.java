package io.ganchang.domain;

/** {@code scheduled → live ⇄ paused → ended}. */
public enum SessionState {
    SCHEDULED,
    LIVE,
    PAUSED,
    ENDED
}
