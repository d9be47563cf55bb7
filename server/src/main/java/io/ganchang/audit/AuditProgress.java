package io.ganchang.audit;

import io.ganchang.domain.SessionId;

/** Is told how far an audit is, page by page. */
@FunctionalInterface
public interface AuditProgress {
    /** Tells nobody. */
    AuditProgress UNSEEN = (session, what, done, all) -> {};

    /**
     * A page is done.
     *
     * @param what is gone through, such as {@code events}
     * @param done how many are done
     * @param all how many there are, as far as is known
     */
    void reached(SessionId session, String what, long done, long all);
}
