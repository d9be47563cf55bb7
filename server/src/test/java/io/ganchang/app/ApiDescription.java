package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code openapi.yaml}, held against what is really sent and answered. */
public final class ApiDescription {
    private static final String SCHEMAS = "https://ganchang.example/schemas";
    private static final ApiDescription SERVED = new ApiDescription(read());

    private final JsonNode tree;
    private final SchemaRepository repository;
    private final Map<String, Validator> validators = new HashMap<>();

    private ApiDescription(JsonNode tree) {
        this.tree = tree;
        JsonObject definitions = new JsonObject(
                tree.at("/components/schemas").toString().replace("#/components/schemas/", SCHEMAS + "#/$defs/"));
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri(SCHEMAS)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        repository = SchemaRepository.create(options)
                .dereference(JsonSchema.of(new JsonObject().put("$id", SCHEMAS).put("$defs", definitions)));
    }

    /** The file as the server serves it. */
    public static ApiDescription served() {
        return SERVED;
    }

    private static JsonNode read() {
        try (InputStream file = ApiDescription.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode tree() {
        return tree;
    }

    /** What a reference leads to; the node itself, where it is none. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? tree.at(JsonPointer.compile(node.path("$ref").textValue().substring(1)))
                : node;
    }

    /** Asserts that a request which was carried out, and any reply to it, are as the file says. */
    void check(String method, String path, @Nullable String body, Reply reply) {
        JsonNode operation = operation(method, path).orElse(null);
        if (operation == null) {
            return;
        }
        String what = method + ' ' + path + " answered " + reply.status() + ' ' + reply.text();
        if (reply.status() < 300 && body != null && !body.isEmpty() && operation.has("requestBody")) {
            JsonNode request = resolved(operation.path("requestBody")).at("/content/application~1json/schema");
            checkSchema("the request of " + what, request, Reply.parse(body));
        }
        JsonNode response = resolved(operation.path("responses").path(Integer.toString(reply.status())));
        assertThat(response.isMissingNode())
                .as("%s, which is not described", what)
                .isFalse();
        checkReply(what, response, reply);
    }

    private void checkReply(String what, JsonNode response, Reply reply) {
        response.path("headers").properties().forEach(header -> {
            if (resolved(header.getValue()).path("required").booleanValue()) {
                assertThat(reply.header(header.getKey()))
                        .as("%s of %s", header.getKey(), what)
                        .isPresent();
            }
        });
        if (!response.has("content")) {
            return;
        }
        String type = reply.header("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode content = response.path("content").path(type);
        assertThat(content.isMissingNode())
                .as("media type %s of %s", type, what)
                .isFalse();
        if (type.endsWith("json")) {
            checkSchema(what, content.path("schema"), reply.json());
        }
        if (response.has("x-problem-codes")) {
            assertThat(codes(response)).as(what).contains(reply.at("code").textValue());
        }
    }

    /** The codes of problems that a response can have. */
    public static List<String> codes(JsonNode response) {
        List<String> codes = new ArrayList<>();
        response.path("x-problem-codes").forEach(code -> codes.add(code.textValue()));
        return codes;
    }

    /** The operation of a request to {@code path}, which may have a query. */
    private Optional<JsonNode> operation(String method, String path) {
        String asked = path.replaceFirst("\\?.*", "");
        return tree.path("paths").properties().stream()
                .filter(described -> asked.matches(described.getKey().replaceAll("\\{\\w+}", "[^/]+")))
                .map(described -> described.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(operation -> !operation.isMissingNode())
                .findFirst();
    }

    private synchronized void checkSchema(String what, JsonNode schema, JsonNode value) {
        String ref = schema.path("$ref").textValue();
        assertThat(ref).as("schema of %s", what).isNotNull();
        OutputUnit verdict = validators
                .computeIfAbsent(ref, this::validator)
                .validate(value.isObject() ? new JsonObject(value.toString()) : value.toString());
        assertThat(verdict.getValid())
                .as("%s against %s: %s", what, ref, verdict.getErrors())
                .isTrue();
    }

    private Validator validator(String ref) {
        return repository.validator(ref.replace("#/components/schemas/", SCHEMAS + "#/$defs/"));
    }
}
