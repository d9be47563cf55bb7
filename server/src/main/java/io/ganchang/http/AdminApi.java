package io.ganchang.http;

import io.ganchang.audit.AuditDepth;
import io.ganchang.audit.AuditProgress;
import io.ganchang.audit.AuditReport;
import io.ganchang.audit.Auditor;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.StoredSession;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.telemetry.Health;
import io.ganchang.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Everything on the admin listener. */
public final class AdminApi implements Handler<HttpServerRequest> {
    private static final Set<Role> OPS = Set.of(Role.OPS);
    private static final long AUDIT_MINUTES_MAX = 10;

    private final Router router;
    private final Auditor auditor;
    private final Ledger ledger;
    private final Gate gate;
    private final Consumer<Boolean> audits;
    private static final int BODY_BYTES_MAX = 1_024;

    private final WorkerExecutor auditThread;

    /** What ops ask after without a token. */
    public record Vitals(Health health, Supplier<String> durability, Telemetry telemetry) {}

    /** @param audits is told the outcome of each audit: whether the books balance */
    public AdminApi(
            Vertx vertx,
            Auditor auditor,
            Ledger ledger,
            Tokens tokens,
            Replies replies,
            Vitals vitals,
            Consumer<Boolean> audits) {
        this.auditor = auditor;
        this.ledger = ledger;
        this.audits = audits;
        this.gate = new Gate(tokens, replies);
        this.auditThread = vertx.createSharedWorkerExecutor("audit", 1, AUDIT_MINUTES_MAX, TimeUnit.MINUTES);
        this.router = Router.router(vertx);
        new HealthRoutes(vertx, vitals.health(), vitals.durability(), vitals.telemetry(), gate).addTo(router);
        router.get("/v1/audit/:session")
                .handler(context -> gate.admit(
                        context,
                        OPS,
                        caller -> gate.session(context, session -> {
                            if (gate.hasOnly(context)) {
                                audit(context, session);
                            }
                        })));
        CommandRequests requests = new CommandRequests(gate, new BoundedBody(vertx, replies, BODY_BYTES_MAX));
        new OpenRefundRoutes(ledger.openRefunds(), requests, gate).addTo(router);
        new ProblemRoutes(gate).addTo(router); // what a problem's type names is on the listener that answered it
        PublicApi.answerTheRest(router, gate, replies);
    }

    @Override
    public void handle(HttpServerRequest request) {
        router.handle(request);
    }

    /** Every route of this listener. */
    List<Route> routes() {
        return router.getRoutes();
    }

    private void audit(RoutingContext context, SessionId session) {
        gate.answer(
                context,
                OnCallersLoop.of(ledger.session(session))
                        .compose(stored -> stored.map(this::audit).orElseGet(() -> absent(session))),
                report -> {
                    audits.accept(report.ok());
                    gate.replies().json(context.request(), 200, json -> AuditJson.write(json, report));
                });
    }

    private Future<Outcome<AuditReport>> audit(StoredSession session) {
        return auditThread.executeBlocking(
                () -> Outcome.done(auditor.audit(session, AuditDepth.SINCE_CHECKPOINT, AuditProgress.UNSEEN)));
    }

    private static Future<Outcome<AuditReport>> absent(SessionId session) {
        return Future.succeededFuture(Outcome.refused(Problem.NOT_FOUND, "There is no session " + session + "."));
    }
}
