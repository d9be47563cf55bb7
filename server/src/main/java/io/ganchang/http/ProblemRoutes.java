package io.ganchang.http;

import io.ganchang.domain.Problem;
import io.ganchang.domain.Words;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** {@code GET /problems/{code}}: what a problem's {@code type} leads to. */
final class ProblemRoutes {
    private static final Map<Language, Map<Problem, Document>> PAGES = pages();

    private final Gate gate;

    ProblemRoutes(Gate gate) {
        this.gate = gate;
    }

    private static Map<Language, Map<Problem, Document>> pages() {
        Map<Language, Map<Problem, Document>> pages = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            ProblemPage page = new ProblemPage(language);
            Map<Problem, Document> written = new EnumMap<>(Problem.class);
            for (Problem problem : Problem.values()) {
                written.put(problem, page.write(problem));
            }
            pages.put(language, written);
        }
        return pages;
    }

    void addTo(Router router) {
        router.get("/problems/:code").handler(context -> {
            if (gate.hasOnly(context, Language.LANG)) {
                gate.parsed(context, Language.of(context), language -> reply(context, language));
            }
        });
    }

    private void reply(RoutingContext context, Language language) {
        Optional<Problem> problem = Words.find(Problem.class, context.pathParam("code"));
        Document page = problem.map(PAGES.getOrDefault(language, Map.of())::get).orElse(null);
        if (page == null) {
            gate.replies().problem(context.request(), Problem.NOT_FOUND, "There is no problem of that code.");
            return;
        }
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", ProblemPage.CONTENT_SECURITY_POLICY)
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CONTENT_LANGUAGE, language.tag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        page.reply(context.request());
    }
}
