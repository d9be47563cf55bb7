package io.ganchang.http;

import io.vertx.ext.web.Router;

/** {@code GET /openapi.yaml}. */
final class DescriptionRoutes {
    private static final String PATH = "/openapi.yaml";

    private final Document description = Document.of("application/yaml", Document.resource(PATH));
    private final Gate gate;

    DescriptionRoutes(Gate gate) {
        this.gate = gate;
    }

    void addTo(Router router) {
        router.get(PATH).handler(context -> {
            if (gate.hasOnly(context)) {
                description.reply(context.request());
            }
        });
    }
}
