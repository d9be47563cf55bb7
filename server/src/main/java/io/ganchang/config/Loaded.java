package io.ganchang.config;

import java.util.List;

/** What loading the settings came to: all of them, or everything that is wrong with them. */
public sealed interface Loaded {

    /** The settings are in order. */
    record Complete(Config config) implements Loaded {}

    /** They are not; at least one problem. */
    record Faulty(List<ConfigProblem> problems) implements Loaded {
        public Faulty {
            problems = List.copyOf(problems);
        }
    }
}
