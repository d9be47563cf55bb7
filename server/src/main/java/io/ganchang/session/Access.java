package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionTerms;

/** Who may command a session: its host and its operators with a host's token, and ops. */
final class Access {
    private Access() {}

    static boolean mayCommand(Caller caller, SessionTerms terms) {
        return isOps(caller)
                || (caller.role() == Role.HOST
                        && (caller.subject().equals(terms.host())
                                || terms.operators().contains(caller.subject())));
    }

    /** Whether the caller may give a session to {@code host}, or name that host anew. */
    static boolean mayGiveTo(Caller caller, String host) {
        return isOps(caller) || (caller.role() == Role.HOST && caller.subject().equals(host));
    }

    static boolean isOps(Caller caller) {
        return caller.role() == Role.OPS;
    }
}
