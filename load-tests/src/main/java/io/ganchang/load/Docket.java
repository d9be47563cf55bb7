package io.ganchang.load;

import io.ganchang.load.oracle.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdicts of a run: one for each promise, however many sessions it was asked of. */
final class Docket {
    private final Map<String, List<String>> broken = new LinkedHashMap<>();

    /** Adds how a promise fared in the whole run. */
    void add(String sentence, List<String> flaws) {
        broken.computeIfAbsent(sentence, unused -> new ArrayList<>()).addAll(flaws);
    }

    /** Adds how a promise fared in one session, whose name each flaw then bears. */
    void add(String session, String sentence, List<String> flaws) {
        add(sentence, flaws.stream().map(flaw -> session + ": " + flaw).toList());
    }

    List<Verdict> verdicts() {
        return broken.entrySet().stream()
                .map(promise -> new Verdict(promise.getKey(), List.copyOf(promise.getValue())))
                .toList();
    }
}
