package io.ganchang.domain;

/** What a token lets its subject do. */
public enum Role {
    VIEWER,
    HOST,
    OPS,
    PARTNER
}
