package io.ganchang.config;

import java.util.List;

/** The sections as they stand after everything was laid over the defaults, and what is wrong with them so far. */
record Settings(Node.Mapping tree, List<ConfigProblem> problems) {

    Section section(String name) {
        if (tree.members().get(name) instanceof Node.Mapping mapping) {
            return new Section(name, mapping, problems);
        }
        throw new IllegalStateException("defaults.yaml has no section " + name);
    }

    /** Where a key's value came from; {@code path} is {@code section.key}. */
    Node node(String path) {
        int dot = path.indexOf('.');
        return section(path.substring(0, dot)).node(path.substring(dot + 1));
    }

    boolean hasProblemAt(String path) {
        return problems.stream().anyMatch(problem -> problem.path().equals(path));
    }
}
