package io.ganchang.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays what a file or the command line says over the defaults. A key that the defaults do not have is a problem. */
final class Overlay {
    private final List<String> knownPaths;
    private final List<ConfigProblem> problems;

    Overlay(Node.Mapping defaults, List<ConfigProblem> problems) {
        this.knownPaths = paths(defaults, "");
        this.problems = problems;
    }

    /** {@code base} with everything that {@code over} says instead. */
    Node.Mapping lay(Node.Mapping base, Node.Mapping over) {
        return lay(base, over, "");
    }

    private Node.Mapping lay(Node.Mapping base, Node.Mapping over, String prefix) {
        Map<String, Node> merged = new LinkedHashMap<>(base.members());
        over.members().forEach((key, node) -> {
            @Nullable Node known = merged.get(key);
            if (known == null) {
                unknown(prefix, key, node);
            } else {
                merged.put(key, choose(known, node, prefix + key));
            }
        });
        return new Node.Mapping(merged, base.origin());
    }

    private Node choose(Node known, Node node, String path) {
        if (!(known instanceof Node.Mapping section)) {
            return node;
        }
        if (node instanceof Node.Mapping over) {
            return lay(section, over, path + '.');
        }
        // A section whose keys are all commented out says nothing, and that is fine.
        if (!(node instanceof Node.Scalar scalar && scalar.isNothing())) {
            String keys = String.join(", ", section.members().keySet());
            problems.add(new ConfigProblem(path, node.origin(), node.shown(), "a section with keys of " + keys));
        }
        return section;
    }

    private void unknown(String prefix, String key, Node node) {
        String path = prefix + key;
        String expected = NearestKey.to(path, knownPaths)
                .map(nearest -> "a key of defaults.yaml (did you mean " + nearest + "?)")
                .orElse("a key of defaults.yaml");
        problems.add(new ConfigProblem(path, node.origin(), "an unknown key", expected));
    }

    private static List<String> paths(Node.Mapping mapping, String prefix) {
        List<String> paths = new ArrayList<>();
        mapping.members().forEach((key, node) -> {
            paths.add(prefix + key);
            if (node instanceof Node.Mapping inner) {
                paths.addAll(paths(inner, prefix + key + '.'));
            }
        });
        return paths;
    }
}
