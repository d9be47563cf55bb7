package io.ganchang.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names of metrics as they stand on {@code /metrics} and in PromQL. */
public final class MetricNames {
    private static final Set<String> KEYWORDS = Set.of(
            "by", "without", "and", "or", "unless", "on", "ignoring", "group_left", "group_right", "offset", "bool");
    private static final Pattern WORD = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\s*\\()?");

    private MetricNames() {}

    /** The names under which {@code metric} appears. */
    public static List<String> of(Metric metric) {
        List<String> endings = switch (metric.type()) {
            case COUNTER, GAUGE -> List.of("");
            case SUMMARY -> List.of("_count", "_sum");
            case HISTOGRAM -> List.of("_bucket", "_count", "_sum", "_max");
        };
        return endings.stream().map(metric.fullName()::concat).toList();
    }

    /** The metric that appears under {@code name}. */
    public static Optional<Metric> find(String name) {
        return Stream.of(Metric.values())
                .filter(metric -> of(metric).contains(name))
                .findFirst();
    }

    public static boolean isStandard(String name) {
        return Telemetry.STANDARD_PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** The names that stand on a page of {@code /metrics}. */
    public static Set<String> onPage(String page) {
        Set<String> names = new TreeSet<>();
        page.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    /** The metrics that a PromQL expression reads. */
    public static Set<String> inExpression(String promql) {
        String bare = promql.replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("\\b[0-9][0-9a-z.]*", "")
                .replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", " ");
        Set<String> names = new TreeSet<>();
        Matcher words = WORD.matcher(bare);
        while (words.find()) {
            if (words.group(2) == null && !KEYWORDS.contains(words.group(1))) {
                names.add(words.group(1));
            }
        }
        return names;
    }
}
