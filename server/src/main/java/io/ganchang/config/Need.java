package io.ganchang.config;

import java.util.List;
import java.util.stream.Stream;

/** A key of a section that may be empty until something else is switched on, and whether it says something. */
record Need(String key, boolean met) {

    /** The keys that say nothing, in their order. */
    static List<String> unmet(Need... needs) {
        return Stream.of(needs).filter(need -> !need.met()).map(Need::key).toList();
    }
}
