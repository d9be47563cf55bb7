package io.ganchang.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One section, read key by key.
 *
 * <p>A value that is not what it should be becomes a problem, and something valid stands in for it, so that reading
 * goes on to the next problem. Settings with a problem are never used.
 */
final class Section {
    /** The highest port there is. */
    static final int PORT_MAX = 65_535;

    private static final int DIGITS_MAX = 18;

    private final String name;
    private final Node.Mapping mapping;
    private final List<ConfigProblem> problems;

    Section(String name, Node.Mapping mapping, List<ConfigProblem> problems) {
        this.name = name;
        this.mapping = mapping;
        this.problems = problems;
    }

    int integer(String key, int min, int max) {
        return Math.toIntExact(number(key, min, max));
    }

    /** A whole number; underscores may group its digits. */
    long number(String key, long min, long max) {
        String expected = "a whole number from " + min + " to " + max;
        if (!(node(key) instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.INTEGER)) {
            return wrong(key, expected, min);
        }
        String digits = scalar.text().replace("_", "");
        // Octal, hexadecimal and base 60 are integers to YAML, and surprises to people.
        if (!digits.matches("0|-?[1-9][0-9]*") || digits.length() > DIGITS_MAX) {
            return wrong(key, expected, min);
        }
        long value = Long.parseLong(digits);
        return value < min || value > max ? wrong(key, expected, min) : value;
    }

    boolean flag(String key) {
        if (node(key) instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.FLAG) {
            return scalar.text().equals("true");
        }
        return wrong(key, "true or false", false);
    }

    String text(String key) {
        return text(key, "text");
    }

    /** What {@code reading} makes of a text; a text it makes nothing of is a problem, and {@code standIn} stands in. */
    <T> T parsed(String key, String expected, T standIn, Function<String, Optional<T>> reading) {
        Optional<T> value = node(key) instanceof Node.Scalar scalar ? reading.apply(scalar.text()) : Optional.empty();
        return value.orElseGet(() -> wrong(key, expected, standIn));
    }

    Path path(String key) {
        String expected = "a path";
        try {
            return Path.of(text(key, expected));
        } catch (InvalidPathException e) {
            return wrong(key, expected, Path.of(""));
        }
    }

    /**
     * The text at {@code key}, or nothing where it is empty.
     *
     * @param expected what a problem says of it
     */
    Optional<String> optionalText(String key, String expected) {
        if (node(key) instanceof Node.Scalar scalar) {
            return Optional.of(scalar.text()).filter(text -> !text.isBlank());
        }
        return wrong(key, expected, Optional.empty());
    }

    /**
     * The text at {@code key}, or nothing where it is empty.
     *
     * @param expected what a problem says of it
     * @param shape regular expression that a text must match
     */
    Optional<String> optionalShaped(String key, String expected, String shape) {
        return parsed(
                key,
                expected,
                Optional.empty(),
                text -> text.isBlank() || text.matches(shape)
                        ? Optional.of(Optional.of(text).filter(value -> !value.isBlank()))
                        : Optional.empty());
    }

    /** The path at {@code key}, or nothing where it is empty. */
    Optional<Path> optionalPath(String key) {
        return optionalText(key, "a path").isEmpty() ? Optional.empty() : Optional.of(path(key));
    }

    /**
     * Adds a problem with {@code key}.
     *
     * @param found what to show of its value, which may hold a secret
     */
    void refuse(String key, String found, String expected) {
        problems.add(new ConfigProblem(name + '.' + key, node(key).origin(), found, expected));
    }

    /** The value at {@code key}, as it stands. */
    Node node(String key) {
        @Nullable Node node = mapping.members().get(key);
        if (node == null) {
            throw new IllegalStateException("defaults.yaml has no " + name + '.' + key);
        }
        return node;
    }

    private String text(String key, String expected) {
        if (node(key) instanceof Node.Scalar scalar && !scalar.text().isBlank()) {
            return scalar.text();
        }
        return wrong(key, expected, "");
    }

    private <T> T wrong(String key, String expected, T standIn) {
        Node node = node(key);
        problems.add(new ConfigProblem(name + '.' + key, node.origin(), node.shown(), expected));
        return standIn;
    }
}
