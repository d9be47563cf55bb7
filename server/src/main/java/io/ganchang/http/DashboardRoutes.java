package io.ganchang.http;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Role;
import io.ganchang.session.Dashboard;
import io.ganchang.session.Dashboards;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Live totals of a session, for its hosts. */
final class DashboardRoutes {
    private static final Set<Role> HOSTS = Set.of(Role.HOST, Role.OPS);

    private final Dashboards dashboards;
    private final Gate gate;

    DashboardRoutes(Dashboards dashboards, Gate gate) {
        this.dashboards = dashboards;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get("/v1/sessions/:session/dashboard")
                .handler(context -> gate.admit(context, HOSTS, caller -> find(context, caller)));
    }

    private void find(RoutingContext context, Caller caller) {
        if (gate.hasOnly(context)) {
            gate.session(
                    context,
                    session -> gate.answer(context, dashboards.find(caller, session), found -> reply(context, found)));
        }
    }

    private void reply(RoutingContext context, Dashboard dashboard) {
        gate.replies().json(context.request(), 200, json -> DashboardJson.write(json, dashboard));
    }
}
