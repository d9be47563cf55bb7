package io.ganchang.domain;

/** What a host's command did. */
public enum Change {
    CREATED,
    CHANGED,
    UNCHANGED
}
