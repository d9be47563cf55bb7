package io.ganchang.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ganchang.domain.Ids;
import io.ganchang.domain.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of a host's command, read field by field. It collects everything that is wrong, fields that nobody asked for
 * included; {@link #build} gives the command only where nothing is.
 */
final class CommandBody {
    private static final ObjectReader READER =
            new ObjectMapper(Json.FACTORY).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode tree;
    private final Set<String> asked = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();

    private CommandBody(JsonNode tree) {
        this.tree = tree;
    }

    /** The command that {@code build} makes of {@code body}; an empty body is an empty object. */
    static <T> Parsed<T> parse(byte[] body, Function<CommandBody, T> build) {
        if (!Json.isPlainUtf8(body)) {
            return Parsed.invalid("", "The body must be UTF-8 without a byte order mark.");
        }
        try {
            JsonNode tree = body.length == 0 ? READER.createObjectNode() : READER.readTree(body);
            return tree.isObject()
                    ? new CommandBody(tree).build(build)
                    : Parsed.invalid("", "The body must be a JSON object.");
        } catch (JsonProcessingException e) {
            return Parsed.invalid("", Json.invalid(e));
        } catch (IOException e) {
            return Parsed.invalid("", "The body is not UTF-8 text.");
        }
    }

    private <T> Parsed<T> build(Function<CommandBody, T> build) {
        T value = build.apply(this);
        for (String name : (Iterable<String>) tree::fieldNames) {
            if (!asked.contains(name)) {
                errors.add(new FieldError(FieldError.part(name), "is not a field of this request"));
            }
        }
        return errors.isEmpty() ? new Parsed.Valid<>(value) : new Parsed.Invalid<>(errors);
    }

    String text(String name, int lengthMax) {
        String text = optionalText(name, lengthMax);
        if (text == null && !isWrong(name)) {
            wrong(name, "is missing");
        }
        return text == null ? "" : text;
    }

    @Nullable
    String optionalText(String name, int lengthMax) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return null;
        }
        String problem = node.isTextual() ? Texts.problemWith(node.textValue(), lengthMax) : "must be a text";
        if (!problem.isEmpty()) {
            wrong(name, problem);
            return null;
        }
        return node.textValue();
    }

    @Nullable
    String optionalId(String name) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return null;
        }
        return idOf(name, node);
    }

    /** A list of ids; empty where it is absent. */
    List<String> ids(String name, int lengthMax) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray() || node.size() > lengthMax) {
            wrong(name, "must be a list of at most " + lengthMax + " ids");
            return List.of();
        }
        List<String> ids = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String id = idOf(name + '/' + i, node.get(i));
            ids.add(id == null ? "" : id);
        }
        return ids;
    }

    /** A list of objects, each as {@code read} reads it; empty where it is absent. */
    <T> List<T> objects(String name, int sizeMax, Function<CommandBody, T> read) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray() || node.isEmpty() || node.size() > sizeMax) {
            wrong(name, "must be a list of 1 to " + sizeMax + " objects");
            return List.of();
        }
        List<T> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            object(name + '/' + i, node.get(i), read).ifPresent(values::add);
        }
        return values;
    }

    private <T> Optional<T> object(String name, JsonNode node, Function<CommandBody, T> read) {
        if (!node.isObject()) {
            wrong(name, "must be an object");
            return Optional.empty();
        }
        Parsed<T> parsed = new CommandBody(node).build(read);
        if (parsed instanceof Parsed.Invalid<T> invalid) {
            invalid.errors().forEach(error -> wrong(name + error.pointer(), error.message()));
            return Optional.empty();
        }
        return Optional.of(((Parsed.Valid<T>) parsed).value());
    }

    String id(String name) {
        String id = optionalId(name);
        if (id == null && !isWrong(name)) {
            wrong(name, "is missing");
        }
        return id == null ? "" : id;
    }

    /** Whether the body has something there, be it wrong. */
    boolean has(String name) {
        return !isAbsent(field(name));
    }

    private @Nullable String idOf(String name, JsonNode node) {
        if (node.isTextual() && Ids.isId(node.textValue())) {
            return node.textValue();
        }
        wrong(name, "must be an id: 1 to 64 of A-Z a-z 0-9 _ -");
        return null;
    }

    long number(String name, long min, long max) {
        Long number = optionalNumber(name, min, max);
        if (number == null && !isWrong(name)) {
            wrong(name, "is missing");
        }
        return number == null ? min : number;
    }

    long numberOr(long absent, String name, long min, long max) {
        Long number = optionalNumber(name, min, max);
        return number == null ? absent : number;
    }

    @Nullable
    Long optionalNumber(String name, long min, long max) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return null;
        }
        if (node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= min && node.longValue() <= max) {
            return node.longValue();
        }
        wrong(name, "must be a whole number from " + min + " to " + max);
        return null;
    }

    boolean flag(String name) {
        JsonNode node = field(name);
        if (!isAbsent(node) && !node.isBoolean()) {
            wrong(name, "must be true or false");
        }
        return node.booleanValue();
    }

    /** One of the words of an enum, in lower case; {@code absent} where the field is absent. */
    <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        JsonNode node = field(name);
        if (isAbsent(node)) {
            return absent;
        }
        Optional<E> value = node.isTextual() ? Words.find(type, node.textValue()) : Optional.empty();
        if (value.isEmpty()) {
            wrong(name, Texts.oneOf(type));
        }
        return value.orElse(absent);
    }

    void wrong(String name, String message) {
        errors.add(new FieldError('/' + name, message));
    }

    private boolean isWrong(String name) {
        return errors.stream().anyMatch(error -> error.pointer().equals('/' + name));
    }

    private JsonNode field(String name) {
        asked.add(name);
        JsonNode node = tree.get(name);
        return node == null ? MissingNode.getInstance() : node;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
