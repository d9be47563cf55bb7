package io.ganchang.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings given by environment variables: {@code http.eventLoops} is {@code GANCHANG_HTTP_EVENT_LOOPS}. They win over a
 * file and lose to the command line.
 *
 * <p>A variable that begins like these and is no setting is a problem: whoever misspelled one would otherwise run on the
 * default.
 */
final class Environment {
    private static final String PREFIX = "GANCHANG_";

    /** Variables of the scripts and of the start, which are no settings. */
    private static final Set<String> OTHERS = Set.of("GANCHANG_CHROMIUM", "GANCHANG_MAVEN_FLAGS", "GANCHANG_REDIS_BIN");

    private final Map<String, String> pathsByName = new TreeMap<>();

    /** @param defaults the tree that has every key */
    Environment(Node.Mapping defaults) {
        defaults.members().forEach((section, node) -> {
            if (node instanceof Node.Mapping keys) {
                keys.members().keySet().forEach(key -> {
                    String path = section + '.' + key;
                    pathsByName.put(nameOf(path), path);
                });
            }
        });
    }

    /** What the variable of a key is called: its path in capitals, with {@code _} between all words. */
    static String nameOf(String path) {
        return PREFIX
                + path.replace('.', '_')
                        .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .toUpperCase(Locale.ROOT);
    }

    /** What {@code variables} say, as if a file had said it. */
    Node.Mapping tree(Map<String, String> variables, List<ConfigProblem> problems) {
        Node.Mapping tree = Node.Mapping.empty("environment");
        for (Map.Entry<String, String> variable : new TreeMap<>(variables).entrySet()) {
            String name = variable.getKey();
            String path = pathsByName.get(name);
            if (path != null) {
                tree = tree.with(path, Node.Scalar.typed(variable.getValue(), "environment " + name));
            } else if (name.startsWith(PREFIX) && !OTHERS.contains(name)) {
                problems.add(unknown(name));
            }
        }
        return tree;
    }

    private ConfigProblem unknown(String name) {
        Optional<String> nearest = NearestKey.to(name, new ArrayList<>(pathsByName.keySet()));
        String expected = "a name made of a key, such as " + nameOf("http.port");
        return new ConfigProblem(
                name,
                "environment",
                "an unknown variable",
                nearest.map(known -> expected + " (did you mean " + known + "?)")
                        .orElse(expected));
    }
}
