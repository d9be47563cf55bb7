package io.ganchang.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings given on the command line, which win over every file.
 *
 * @param values dotted path ({@code http.port}) to the value as it was typed
 */
public record Overrides(Map<String, String> values) {
    /** What problems call the place of these values. */
    static final String ORIGIN = "command line";

    public Overrides {
        values = Map.copyOf(values);
    }

    public static Overrides none() {
        return new Overrides(Map.of());
    }

    /** These and one more. */
    public Overrides with(String path, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(path, value);
        return new Overrides(more);
    }

    /** The same as a tree, as if a file had said it. */
    Node.Mapping tree() {
        Node.Mapping tree = Node.Mapping.empty(ORIGIN);
        for (Map.Entry<String, String> value : values.entrySet()) {
            tree = tree.with(value.getKey(), Node.Scalar.typed(value.getValue(), ORIGIN));
        }
        return tree;
    }
}
