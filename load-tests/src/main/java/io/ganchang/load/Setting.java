package io.ganchang.load;

import io.ganchang.load.process.Machine;
import io.ganchang.load.process.ServerProcess;
import io.ganchang.load.report.Fact;
import io.ganchang.load.report.Plot;
import io.ganchang.load.report.RunPage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the page of a run says beside its numbers: what was run where, and how it went in a sentence. */
final class Setting {
    private Setting() {}

    /** What was run where; while the server runs, since it is asked of it. */
    static List<Fact> of(LoadOptions options, ServerProcess server) {
        return List.of(
                new Fact("command", options.command()),
                new Fact("seed", Long.toString(options.seed())),
                new Fact(
                        "commit",
                        Machine.commit(options.serve().toAbsolutePath().resolveSibling("."))),
                new Fact("Java", Machine.java()),
                new Fact("Redis", Machine.redis(server.redis().process())),
                new Fact(
                        "machine",
                        Machine.processors()
                                + "; buyers, server and Redis share them, so read ratios rather than rates"));
    }

    static RunPage page(LoadOptions options, List<Fact> rows, List<Plot> plots, Findings findings, List<Fact> setting) {
        return new RunPage(options.plan().title(), summary(findings), rows, plots, findings.verdicts(), setting);
    }

    private static String summary(Findings findings) {
        String told = findings.told().entrySet().stream()
                .map(outcome -> String.format(Locale.ROOT, "%,d %s", outcome.getValue(), words(outcome.getKey())))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d came: %s. The last one knew after %.2f s.",
                findings.arrivals(),
                told,
                findings.lastToldNanos() / 1e9);
    }

    private static String words(String outcome) {
        return switch (outcome) {
            case "done" -> "got what they wanted";
            case "given_up" -> "were left without an answer";
            default -> "were told " + outcome;
        };
    }
}
