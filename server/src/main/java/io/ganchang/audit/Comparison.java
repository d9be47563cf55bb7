package io.ganchang.audit;

import io.ganchang.domain.SessionId;

/** A further comparison of the audit: something downstream against the ledger. */
public interface Comparison {

    /** Compares one session and reports every difference. Blocks. */
    void compare(SessionId session, Problems problems);
}
