package io.ganchang.load.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The turns of each system, in order: the first of each belong together, and so on. */
final class Comparison {
    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

    void add(String system, Turn turn) {
        turns.computeIfAbsent(system, unused -> new ArrayList<>()).add(turn);
    }

    /** In the order in which they were named. */
    List<String> systems() {
        return List.copyOf(turns.keySet());
    }

    List<Turn> turns(String system) {
        return List.copyOf(turns.getOrDefault(system, List.of()));
    }

    List<Double> values(String system, Measure measure) {
        return turns(system).stream().map(measure::of).toList();
    }

    Spread spread(String system, Measure measure) {
        return Spread.of(values(system, measure));
    }

    /** What one system has of what the other has, repeat by repeat, since what disturbs the machine lasts longer than a turn. */
    List<Double> ratios(String over, String under, Measure measure) {
        List<Double> numerators = values(over, measure);
        List<Double> denominators = values(under, measure);
        return IntStream.range(0, Math.min(numerators.size(), denominators.size()))
                .filter(repeat -> denominators.get(repeat) != 0)
                .mapToObj(repeat -> numerators.get(repeat) / denominators.get(repeat))
                .toList();
    }
}
