package io.ganchang.load.compare;

import io.ganchang.load.generator.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A comparison as people read it: a column for each system, a row for each measure, then the ratios of each two. */
final class ComparisonText {
    private static final int LABEL_WIDTH = 30;
    private static final int COLUMN_WIDTH_MIN = 24;
    private static final double IDLE_SHARE_MAX = 0.1;
    private static final double COMPILING_SHARE_MAX = 0.1;

    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private ComparisonText(Comparison comparison) {
        this.comparison = comparison;
    }

    static String of(Comparison comparison) {
        ComparisonText text = new ComparisonText(comparison);
        text.table();
        text.allRatios();
        text.warnings();
        return text.text.toString();
    }

    private void table() {
        List<String> systems = comparison.systems();
        row("", systems);
        for (Measure measure : Measure.ALL) {
            row(
                    measure.label(),
                    systems.stream()
                            .map(system -> comparison.spread(system, measure).told(measure.decimals()))
                            .toList());
        }
    }

    private void allRatios() {
        List<String> systems = comparison.systems();
        List<String> pairs = new ArrayList<>();
        List<List<String>> columns = new ArrayList<>();
        for (int over = 0; over < systems.size(); over++) {
            for (int under = over + 1; under < systems.size(); under++) {
                pairs.add(systems.get(over) + " ÷ " + systems.get(under));
                columns.add(ratios(systems.get(over), systems.get(under)));
            }
        }
        if (pairs.isEmpty()) {
            return;
        }
        text.append('\n');
        for (int pair = 0; pair < pairs.size(); pair++) {
            text.append(pairs.get(pair)).append('\n');
            columns.get(pair).forEach(line -> text.append(line).append('\n'));
        }
    }

    private List<String> ratios(String over, String under) {
        List<String> lines = new ArrayList<>();
        for (Measure measure : Measure.ALL) {
            List<Double> ratios = comparison.ratios(over, under, measure);
            if (measure.isCompared() && !ratios.isEmpty()) {
                lines.add(padded("  " + measure.label(), LABEL_WIDTH)
                        + Spread.of(ratios).told(2));
            }
        }
        return lines;
    }

    private void warnings() {
        for (String system : comparison.systems()) {
            List<Turn> turns = comparison.turns(system);
            if (turns.stream().anyMatch(turn -> turn.others() > 0)) {
                warn(system, "not every answer counts: " + byStatus(turns));
            }
            if (turns.stream().anyMatch(turn -> turn.measured().saturated())) {
                warn(system, Measured.SATURATED);
            }
            warnBeyond(
                    COMPILING_SHARE_MAX,
                    system,
                    Turn::compilingShare,
                    "the JVM was still compiling, for up to %.0f %% of the server's CPU: it needs a longer --warm-up");
            warnBeyond(
                    IDLE_SHARE_MAX,
                    system,
                    Turn::idleShare,
                    "the other systems were not idle meanwhile, they took up to %.0f %% of a core");
        }
    }

    /** @param warning with a place for the largest share, in percent */
    private void warnBeyond(double shareMax, String system, ToDoubleFunction<Turn> share, String warning) {
        double largest =
                comparison.turns(system).stream().mapToDouble(share).max().orElse(0);
        if (largest > shareMax) {
            warn(system, String.format(Locale.ROOT, warning, 100 * largest));
        }
    }

    private void warn(String system, String warning) {
        text.append('\n').append(system).append(": ").append(warning).append('\n');
    }

    /** All answers of all turns by status, and what was not answered. */
    private static String byStatus(List<Turn> turns) {
        Map<Integer, Long> byStatus = new TreeMap<>();
        long unanswered = 0;
        for (Turn turn : turns) {
            turn.measured().byStatus().forEach((status, count) -> byStatus.merge(status, count, Long::sum));
            unanswered += turn.measured().lost() + turn.measured().unsent();
        }
        return byStatus + ", not answered " + unanswered;
    }

    private void row(String label, List<String> cells) {
        text.append(padded(label, LABEL_WIDTH));
        for (int i = 0; i < cells.size(); i++) {
            int width = Math.max(COLUMN_WIDTH_MIN, comparison.systems().get(i).length() + 2);
            text.append(padded(cells.get(i), width));
        }
        text.append('\n');
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
