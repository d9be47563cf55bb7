package io.ganchang.load.report;

import io.ganchang.load.oracle.Verdict;
import java.util.List;

/**
 * What a page tells of a run.
 *
 * @param summary the outcome in a sentence or two
 * @param numbers the table
 * @param setting what was run where, so that it can be run again
 * @param verdicts how each promise fared; empty where none was judged
 */
public record RunPage(
        String title,
        String summary,
        List<Fact> numbers,
        List<Plot> plots,
        List<Verdict> verdicts,
        List<Fact> setting) {
    public RunPage {
        numbers = List.copyOf(numbers);
        plots = plots.stream().filter(Plot::isDrawn).toList();
        verdicts = List.copyOf(verdicts);
        setting = List.copyOf(setting);
    }

    /** How many promises were broken. */
    long broken() {
        return verdicts.stream().filter(verdict -> !verdict.kept()).count();
    }
}
