package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.telemetry.Health;
import io.ganchang.telemetry.Health.Readiness;
import io.ganchang.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}: for supervisors, load balancers and Prometheus, without token. */
final class HealthRoutes {
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final int UNAVAILABLE = 503;
    private static final long SCRAPE_SECONDS_MAX = 10;

    private final Health health;
    private final Supplier<String> durability;
    private final Telemetry telemetry;
    private final Gate gate;
    private final WorkerExecutor scrapeThread;

    /** The look at all metrics that is under way; who asks meanwhile shares it, so that looks do not pile up. */
    private @Nullable Future<String> scrape;

    /** @param durability how it is known that Redis keeps what it acknowledges: {@code checked}, or less */
    HealthRoutes(Vertx vertx, Health health, Supplier<String> durability, Telemetry telemetry, Gate gate) {
        this.health = health;
        this.durability = durability;
        this.telemetry = telemetry;
        this.gate = gate;
        this.scrapeThread = vertx.createSharedWorkerExecutor("scrape", 1, SCRAPE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    void addTo(Router router) {
        router.get("/healthz").handler(context -> ifPlain(context, this::healthz));
        router.get("/readyz").handler(context -> ifPlain(context, this::readyz));
        router.get("/metrics").handler(context -> ifPlain(context, request -> metrics(context)));
    }

    private void ifPlain(RoutingContext context, Consumer<HttpServerRequest> answer) {
        if (gate.hasOnly(context)) {
            answer.accept(context.request());
        }
    }

    private void healthz(HttpServerRequest request) {
        List<String> faults = health.faults();
        answer(request, faults.isEmpty(), json -> {
            json.writeStringField("status", faults.isEmpty() ? "ok" : "failing");
            write(json, "problems", faults);
        });
    }

    private void readyz(HttpServerRequest request) {
        Readiness readiness = health.readiness();
        answer(request, readiness.isReady(), json -> {
            json.writeStringField("status", readiness.isReady() ? "ready" : "not_ready");
            write(json, "problems", readiness.problems());
            write(json, "warnings", readiness.warnings());
            json.writeStringField("durability", durability.get());
        });
    }

    private void answer(HttpServerRequest request, boolean well, Json.Writer fields) {
        gate.replies().json(request, well ? 200 : UNAVAILABLE, json -> {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, String name, List<String> sentences) throws IOException {
        json.writeArrayFieldStart(name);
        for (String sentence : sentences) {
            json.writeString(sentence);
        }
        json.writeEndArray();
    }

    private void metrics(RoutingContext context) {
        Future<String> running = scrape;
        if (running == null) {
            running = scrapeThread.executeBlocking(telemetry::scrape).onComplete(done -> scrape = null);
            scrape = running;
        }
        running.onSuccess(text -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT_FORMAT)
                        .end(text))
                .onFailure(failure -> gate.failed(context, failure));
    }
}
