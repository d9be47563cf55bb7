package io.ganchang.load;

import io.ganchang.load.oracle.Verdict;
import io.ganchang.load.report.Fact;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints the table and the verdict at the end of a run. */
final class Report {
    private static final int EXAMPLES_MAX = 5;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(List<Fact> rows, List<Verdict> verdicts) {
        rows.forEach(row -> out.println(String.format(Locale.ROOT, "%-24s", row.name()) + row.value()));
        out.println();
        verdicts.forEach(this::print);
        long broken = verdicts.stream().filter(verdict -> !verdict.kept()).count();
        out.println();
        out.println(broken == 0 ? "PROMISES KEPT" : broken + " PROMISES BROKEN");
    }

    private void print(Verdict verdict) {
        out.println((verdict.kept() ? "kept    " : "BROKEN  ") + verdict.sentence());
        verdict.broken().stream().limit(EXAMPLES_MAX).forEach(flaw -> out.println("          " + flaw));
        if (verdict.broken().size() > EXAMPLES_MAX) {
            out.println("          and " + (verdict.broken().size() - EXAMPLES_MAX) + " more");
        }
    }
}
