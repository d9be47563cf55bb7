package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.app.ApiDescription;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedMarket.class)
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    private final ApiDescription api = ApiDescription.served();
    private final MarketForTest market;

    OpenApiTest(MarketForTest market) {
        this.market = market;
    }

    @Test
    void everyRouteIsDescribedAndEveryDescriptionIsRouted(@TempDir Path folder) throws Exception {
        RoutersForTest.Routed routed = RoutersForTest.build(folder);
        Set<String> onAdminAlone = new TreeSet<>(routed.onAdmin());
        onAdminAlone.removeAll(routed.onPublic());
        assertThat(described(false)).isEqualTo(routed.onPublic());
        assertThat(described(true)).isEqualTo(onAdminAlone);
    }

    private Set<String> described(boolean onAdmin) {
        Set<String> calls = new TreeSet<>();
        api.tree().path("paths").properties().forEach(path -> {
            if (path.getValue().has("servers") == onAdmin) {
                path.getValue().fieldNames().forEachRemaining(name -> {
                    if (METHODS.contains(name)) {
                        calls.add(name.toUpperCase(Locale.ROOT) + ' ' + path.getKey());
                    }
                });
            }
        });
        return calls;
    }

    @Test
    void itIsValidOpenApi() throws Exception {
        assertThat(verdict(api.tree()).getErrors()).isNullOrEmpty();
        assertThat(verdict(api.tree()).getValid()).isTrue();
    }

    @Test
    void theCheckOfValidityFindsWhatIsNot() throws Exception {
        ObjectNode broken = api.tree().deepCopy();
        broken.withObject("/paths/~1v1~1orders/get").remove("responses");
        broken.withObject("/paths/~1v1~1orders/get").put("parameters", "none");
        assertThat(verdict(broken).getValid()).isFalse();
    }

    private static OutputUnit verdict(JsonNode tree) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            JsonObject contract = new JsonObject(tree.toString());
            return OpenAPIVersion.V3_1
                    .getRepository(vertx, "https://ganchang.example")
                    .compose(repository -> OpenAPIVersion.V3_1.validateContract(vertx, repository, contract))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            vertx.close();
        }
    }

    @Test
    void everyProblemIsDescribedAndHasItsStatus() {
        List<String> known = Stream.of(Problem.values()).map(Problem::code).toList();
        List<String> listed = new ArrayList<>();
        api.tree().at("/components/schemas/ProblemCode/enum").forEach(code -> listed.add(code.textValue()));
        assertThat(listed).isEqualTo(known);
        Set<String> answered =
                new TreeSet<>(ApiDescription.codes(api.tree().at("/components/responses/MethodNotAllowed")));
        for (JsonNode path : api.tree().path("paths")) {
            for (JsonNode operation : path) {
                operation.path("responses").properties().forEach(response -> {
                    for (String code : ApiDescription.codes(api.resolved(response.getValue()))) {
                        assertThat(Integer.toString(Problem.ofCode(code).status()))
                                .isEqualTo(response.getKey());
                        answered.add(code);
                    }
                });
            }
        }
        assertThat(answered).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void itIsServedToEveryoneAndNotTwice() {
        Reply first = market.get("/openapi.yaml").send().expect(200);
        assertThat(first.text()).startsWith("openapi: 3.1.0\n");
        assertThat(first.header("Cache-Control")).hasValue("public, max-age=3600");
        String tag = first.header("ETag").orElseThrow();
        Reply again = market.get("/openapi.yaml").header("If-None-Match", tag).send();
        assertThat(again.expect(304).text()).isEmpty();
        assertThat(again.header("ETag")).hasValue(tag);
        market.get("/openapi.yaml").header("If-None-Match", "\"other\"").send().expect(200);
        market.get("/openapi.yaml?pretty").send().expectInvalidAt("pretty");
    }
}
