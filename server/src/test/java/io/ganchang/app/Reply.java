package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.Problem;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a call was answered with. */
public record Reply(int status, Function<String, Optional<String>> headers, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Reply of(HttpResponse<String> response) {
        return new Reply(response.statusCode(), response.headers()::firstValue, response.body());
    }

    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    public JsonNode json() {
        return parse(text);
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value at a path of field names and indexes, such as {@code lines/0/offer}. */
    public JsonNode at(String path) {
        return json().at('/' + path);
    }

    public Reply expect(int wanted) {
        assertThat(status).as("status of %s", text).isEqualTo(wanted);
        return this;
    }

    /** Asserts that it is {@code problem}, in every member that RFC 9457 and the contract ask for. */
    public Reply expect(Problem problem) {
        assertThat(status).as("status of %s", text).isEqualTo(problem.status());
        assertThat(header("Content-Type")).hasValue("application/problem+json");
        JsonNode json = json();
        assertThat(json.path("code").textValue()).as(text).isEqualTo(problem.code());
        assertThat(json.path("type").textValue()).isEqualTo("/problems/" + problem.code());
        assertThat(json.path("status").intValue()).isEqualTo(problem.status());
        assertThat(json.path("title").textValue()).isNotBlank();
        assertThat(json.path("detail").textValue()).isNotBlank();
        assertThat(header("WWW-Authenticate").isPresent()).isEqualTo(problem == Problem.UNAUTHORIZED);
        assertThat(header("Retry-After").isPresent()).isEqualTo(problem.status() == 429 || problem.status() == 503);
        for (JsonNode error : json.path("errors")) {
            assertThat(names(error)).containsExactly("pointer", "message");
        }
        return this;
    }

    /** Asserts that the request was invalid, and where. */
    public Reply expectInvalidAt(String... pointers) {
        expect(Problem.INVALID_REQUEST);
        assertThat(at("errors").findValuesAsText("pointer")).as(text).contains(pointers);
        return this;
    }

    /** Names of the fields of an object, in their order. */
    public static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
