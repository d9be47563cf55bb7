package io.ganchang.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.load.oracle.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the page of a run. What it says in words and tables is there without scripts too. */
public final class PageWriter {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int EXAMPLES_MAX = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private PageWriter() {}

    /** Writes {@code page} to {@code file}, over what was there. */
    public static void write(RunPage page, Path file) throws IOException {
        Files.writeString(file, html(page));
    }

    /** The whole page. */
    static String html(RunPage page) throws IOException {
        Map<String, String> parts = Map.ofEntries(
                Map.entry("title", Html.escape(page.title())),
                Map.entry("summary", Html.escape(page.summary())),
                Map.entry("verdict", verdict(page)),
                Map.entry("numbers", facts(page.numbers())),
                Map.entry("plots", figures(page.plots())),
                Map.entry("promises", promises(page)),
                Map.entry("setting", facts(page.setting())),
                Map.entry("data", Html.inScript(data(page.plots()))),
                Map.entry("licence", Html.escape(resource("uplot-LICENSE.txt"))),
                Map.entry("style", resource("uplot-1.6.32.css") + resource("page.css")),
                Map.entry("uplot", resource("uplot-1.6.32.js")),
                Map.entry("script", resource("page.js")));
        return PLACE.matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
    }

    private static String verdict(RunPage page) {
        if (page.verdicts().isEmpty()) {
            return "";
        }
        return page.broken() == 0
                ? "<p class=\"verdict kept\">Promises kept</p>"
                : "<p class=\"verdict broken\">" + page.broken() + " of "
                        + page.verdicts().size() + " promises broken</p>";
    }

    private static String facts(List<Fact> facts) {
        return each(
                facts,
                fact -> "<tr><th scope=\"row\">" + Html.escape(fact.name()) + "</th><td>" + Html.escape(fact.value())
                        + "</td></tr>\n");
    }

    private static String figures(List<Plot> plots) {
        return IntStream.range(0, plots.size())
                .mapToObj(number -> figure(number, plots.get(number)))
                .collect(Collectors.joining());
    }

    private static String figure(int number, Plot plot) {
        return "<figure><figcaption>" + Html.escape(plot.title()) + " <span class=\"unit\">" + Html.escape(plot.unit())
                + "</span></figcaption><div class=\"plot\" data-plot=\"" + number + "\"></div>\n"
                + "<table><thead><tr><td></td><th>least</th><th>mean</th><th>most</th><th>last</th></tr></thead><tbody>"
                + IntStream.range(0, plot.lines().size())
                        .mapToObj(line -> row(line, plot.lines().get(line)))
                        .collect(Collectors.joining())
                + "</tbody></table></figure>\n";
    }

    private static String row(int number, Plot.Line line) {
        List<Double> values =
                line.values().stream().filter(value -> !value.isNaN()).toList();
        DoubleSummaryStatistics sums =
                values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return "<tr><th scope=\"row\"><i class=\"mark s" + number + "\"></i>" + Html.escape(line.name()) + "</th>"
                + cell(sums.getMin()) + cell(sums.getAverage()) + cell(sums.getMax())
                + cell(values.get(values.size() - 1)) + "</tr>\n";
    }

    private static String cell(double value) {
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
        return "<td>" + String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value) + "</td>";
    }

    private static String promises(RunPage page) {
        String broken =
                each(page.verdicts().stream().filter(verdict -> !verdict.kept()).toList(), PageWriter::promise);
        return broken + each(page.verdicts().stream().filter(Verdict::kept).toList(), PageWriter::promise);
    }

    private static String promise(Verdict verdict) {
        String sentence = Html.escape(verdict.sentence());
        if (verdict.kept()) {
            return "<li class=\"kept\"><b>kept</b><div>" + sentence + "</div></li>\n";
        }
        String examples = each(
                verdict.broken()
                        .subList(0, Math.min(EXAMPLES_MAX, verdict.broken().size())),
                flaw -> "<li>" + Html.escape(flaw) + "</li>");
        int more = verdict.broken().size() - EXAMPLES_MAX;
        return "<li class=\"broken\"><b>broken</b><div>" + sentence + "<ul>" + examples
                + (more > 0 ? "<li>and " + more + " more</li>" : "") + "</ul></div></li>\n";
    }

    private static String data(List<Plot> plots) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (Plot plot : plots) {
            ObjectNode json = all.addObject().put("unit", plot.unit());
            numbers(json.putArray("seconds"), plot.seconds());
            ArrayNode lines = json.putArray("lines");
            for (Plot.Line line : plot.lines()) {
                numbers(lines.addObject().put("name", line.name()).putArray("values"), line.values());
            }
        }
        return JSON.writeValueAsString(all);
    }

    private static void numbers(ArrayNode json, List<Double> values) {
        for (double value : values) {
            if (Double.isNaN(value)) {
                json.addNull();
            } else {
                json.add(Math.rint(value * 1000) / 1000);
            }
        }
    }

    private static <T> String each(List<T> things, Function<T, String> html) {
        return things.stream().map(html).collect(Collectors.joining());
    }

    private static String resource(String name) throws IOException {
        try (InputStream bytes = PageWriter.class.getResourceAsStream(name)) {
            if (bytes == null) {
                throw new IOException(name + " is not on the class path");
            }
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
