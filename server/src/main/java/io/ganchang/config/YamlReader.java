package io.ganchang.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one YAML text into a tree whose values know their lines.
 *
 * <p>It walks the tokens itself, because a ready-made tree forgets the lines and stops at the first duplicate key.
 */
final class YamlReader {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final YAMLParser parser;
    private final List<ConfigProblem> problems;

    private YamlReader(String file, YAMLParser parser, List<ConfigProblem> problems) {
        this.file = file;
        this.parser = parser;
        this.problems = problems;
    }

    /**
     * The sections of {@code text}; none where it cannot be read, which is then among the problems.
     *
     * @param file what problems call the text
     */
    static Node.Mapping read(String file, String text, List<ConfigProblem> problems) {
        try (YAMLParser parser = YAML.createParser(text)) {
            return new YamlReader(file, parser, problems).document();
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null
                    ? file
                    : file + " line " + e.getLocation().getLineNr();
            problems.add(new ConfigProblem(file, line, firstLine(e.getOriginalMessage()), "YAML"));
        } catch (IOException e) {
            problems.add(new ConfigProblem(file, file, "unreadable text", "YAML"));
        }
        return Node.Mapping.empty(file);
    }

    private Node.Mapping document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return Node.Mapping.empty(file);
        }
        Node root = node("", first);
        if (parser.nextToken() != null) {
            problems.add(new ConfigProblem(file, origin(), "a second document", "one document"));
        }
        if (root instanceof Node.Mapping mapping) {
            return mapping;
        }
        problems.add(new ConfigProblem(file, root.origin(), root.shown(), "sections with keys"));
        return Node.Mapping.empty(file);
    }

    private Node node(String path, JsonToken token) throws IOException {
        String origin = origin();
        if (parser.isCurrentAlias()) {
            return new Node.Foreign("an alias", origin);
        }
        return switch (token) {
            case START_OBJECT -> mapping(path, origin);
            case START_ARRAY -> {
                parser.skipChildren();
                yield new Node.Foreign("a list", origin);
            }
            case VALUE_NULL -> new Node.Scalar(Node.Kind.NOTHING, "", origin);
            case VALUE_TRUE, VALUE_FALSE -> flag(parser.getText(), origin);
            case VALUE_NUMBER_INT -> new Node.Scalar(Node.Kind.INTEGER, parser.getText(), origin);
            case VALUE_STRING -> new Node.Scalar(Node.Kind.TEXT, parser.getText(), origin);
            default -> new Node.Scalar(Node.Kind.OTHER, parser.getText(), origin);
        };
    }

    /** To YAML {@code yes}, {@code on} and {@code True} are flags too; here there is one way to write them. */
    private static Node flag(String text, String origin) {
        boolean plain = text.equals("true") || text.equals("false");
        return new Node.Scalar(plain ? Node.Kind.FLAG : Node.Kind.OTHER, text, origin);
    }

    private Node.Mapping mapping(String path, String origin) throws IOException {
        Map<String, Node> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            String keyPath = path.isEmpty() ? key : path + '.' + key;
            Node node = node(keyPath, parser.nextToken());
            keep(members, key, keyPath, node);
        }
        return new Node.Mapping(members, origin);
    }

    private void keep(Map<String, Node> members, String key, String path, Node node) {
        @Nullable Node earlier = members.putIfAbsent(key, node);
        if (earlier != null) {
            problems.add(new ConfigProblem(
                    path, node.origin(), "the key again after " + earlier.origin(), "each key at most once"));
        }
    }

    private String origin() {
        return file + " line " + parser.currentTokenLocation().getLineNr();
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable text" : message.lines().findFirst().orElse("unreadable text");
    }
}
