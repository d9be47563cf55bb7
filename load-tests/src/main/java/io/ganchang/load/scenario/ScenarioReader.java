package io.ganchang.load.scenario;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads scenario files, strictly: a key too many or too few, or a value of another type, is an error that names it. */
public final class ScenarioReader {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private ScenarioReader() {}

    /**
     * The scenario in {@code file}.
     *
     * @throws IOException with one line that says what is wrong, and where
     */
    public static Scenario read(Path file) throws IOException {
        return parse(String.valueOf(file.getFileName()), Files.readString(file));
    }

    /**
     * The scenario in {@code text}.
     *
     * @param name what errors call it
     */
    static Scenario parse(String name, String text) throws IOException {
        try {
            Scenario scenario = YAML.readValue(text, Scenario.class);
            if (scenario == null) {
                throw new IOException(name + ": it is empty");
            }
            return scenario;
        } catch (JsonProcessingException e) {
            throw new IOException(name + place(e.getLocation()) + ": " + what(e), e);
        }
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1 ? "" : " line " + location.getLineNr();
    }

    private static String what(JsonProcessingException error) {
        if (!(error instanceof JsonMappingException mapping)) {
            return firstLine(error.getOriginalMessage());
        }
        String key = key(mapping);
        if (error instanceof UnrecognizedPropertyException unknown) {
            return key + " is not a key here; there are "
                    + new TreeSet<>(unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .toList());
        }
        if (error instanceof ValueInstantiationException wrong
                && wrong.getCause() instanceof IllegalArgumentException) {
            return (key.isEmpty() ? "" : key + ": ") + wrong.getCause().getMessage();
        }
        if (error instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return key + ": " + expected(mismatch);
        }
        return key + ": " + firstLine(error.getOriginalMessage());
    }

    private static String expected(MismatchedInputException mismatch) {
        String said = firstLine(mismatch.getOriginalMessage());
        if (said.startsWith("Missing") && said.contains("creator property")) {
            return "this key is missing";
        }
        Class<?> type = mismatch.getTargetType();
        if (type.isEnum()) {
            return said.substring(said.indexOf("not one of"));
        }
        if (type == boolean.class) {
            return "must be true or false";
        }
        if (type == String.class) {
            return "must be text";
        }
        return type.isPrimitive() ? "must be a " + (type == double.class ? "" : "whole ") + "number" : said;
    }

    /** The path of keys, such as {@code sessions[0].offers[1].stock}. */
    private static String key(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unreadable");
    }
}
