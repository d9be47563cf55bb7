package io.ganchang.session;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Session;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.PartitionCalls;
import io.vertx.core.Future;

/** Live totals of sessions for those who command them. One per event loop. */
public final class Dashboards {
    private final Sessions sessions;
    private final Ledger ledger;

    public Dashboards(Sessions sessions, Ledger ledger) {
        this.sessions = sessions;
        this.ledger = ledger;
    }

    /** The session's totals, for a caller who may command it. They wait for nothing, so they may be behind an order just placed. */
    public Future<Outcome<Dashboard>> find(Caller caller, SessionId id) {
        return sessions.find(id)
                .compose(found -> PartitionCalls.then(
                        found,
                        session -> Access.mayCommand(caller, session.terms())
                                ? totals(session)
                                : PartitionCalls.refuse(Problem.FORBIDDEN, "Session " + id + " has another host.")));
    }

    private Future<Outcome<Dashboard>> totals(Session session) {
        return OnCallersLoop.of(ledger.totals(session.id()))
                .map(totals -> Outcome.done(new Dashboard(session, totals)));
    }
}
