package io.ganchang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The alert rules and the board read metrics that there are, by labels they have. */
public class MonitoringFilesTest {
    private static final Path CONFIG = Path.of("..", "config");
    private static final Path ALERTS = CONFIG.resolve("alerts.yaml");
    private static final Path BOARD = CONFIG.resolve("grafana/ganchang.json");

    /** Labels that Prometheus or the type of a metric adds. */
    private static final Set<String> COMMON_LABELS = Set.of("instance", "le");

    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|!=|!~|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

    static JsonNode alerts() {
        return read(new YAMLMapper(), ALERTS);
    }

    static JsonNode board() {
        return read(new ObjectMapper(), BOARD);
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every PromQL expression of both files. */
    public static List<String> expressions() {
        return Stream.of(alerts(), board())
                .flatMap(tree -> tree.findValuesAsText("expr").stream())
                .toList();
    }

    /** The series that expressions pick by equality, as {@code name label value}. */
    public static Stream<List<String>> pickedSeries() {
        return expressions().stream()
                .flatMap(expression -> SELECTOR.matcher(expression)
                        .results()
                        .flatMap(selector -> MATCHER.matcher(selector.group(2))
                                .results()
                                .filter(matcher -> matcher.group(2).equals("="))
                                .map(matcher -> List.of(selector.group(1), matcher.group(1), matcher.group(3)))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyMetricOfAnExpressionIsThere(String expression) {
        Set<String> names = MetricNames.inExpression(expression);
        assertThat(names).isNotEmpty();
        assertThat(names)
                .allSatisfy(name -> assertThat(MetricNames.find(name).isPresent() || MetricNames.isStandard(name))
                        .as(name)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void everyLabelOfAnExpressionIsOneOfItsMetrics(String expression) {
        Set<String> labels = new HashSet<>(COMMON_LABELS);
        Set<String> names = MetricNames.inExpression(expression);
        names.forEach(name -> MetricNames.find(name).ifPresent(metric -> labels.addAll(metric.labels())));
        if (names.stream().noneMatch(MetricNames::isStandard)) {
            assertThat(labelsOf(expression)).isSubsetOf(labels);
        }
    }

    private static List<String> labelsOf(String expression) {
        List<String> labels = new ArrayList<>();
        MATCHER.matcher(expression).results().forEach(matcher -> labels.add(matcher.group(1)));
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            labels.addAll(List.of(grouping.group(1).split(", ", -1)));
        }
        return labels;
    }

    @Test
    void everyStandardMetricOfAnExpressionIsThere() {
        try (Telemetry telemetry = new Telemetry(InstantSource.system(), System::nanoTime)) {
            telemetry.addStandardSets();
            Set<String> read = new HashSet<>();
            expressions().forEach(expression -> read.addAll(MetricNames.inExpression(expression)));
            read.removeIf(name -> !MetricNames.isStandard(name));
            assertThat(read).isNotEmpty();
            System.gc(); // pauses are shown once there was one
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(MetricNames.onPage(telemetry.scrape())).containsAll(read));
        }
    }

    @Test
    void anExpressionIsTakenApartAsPrometheusDoes() {
        assertThat(MetricNames.inExpression("histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{x=\"b\"}[1m])))"
                        + " / on (job) c_total offset 5m > bool 1"))
                .containsExactly("a_bucket", "c_total");
    }

    @Test
    void everyAlertHasWhatPrometheusNeedsAndAnEntryInTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        List<String> names = new ArrayList<>();
        for (JsonNode group : alerts().path("groups")) {
            assertThat(group.path("name").asText()).isNotBlank();
            for (JsonNode rule : group.path("rules")) {
                names.add(rule.path("alert").asText());
                assertThat(rule.path("expr").asText()).isNotBlank();
                assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
                assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
                assertThat(rule.path("for").asText("0s")).matches("[0-9]+[sm]");
            }
        }
        assertThat(names).doesNotHaveDuplicates();
        assertThat(page.lines().filter(line -> line.startsWith("| `Ganchang")).map(line -> line.split("`", -1)[1]))
                .containsExactlyElementsOf(names);
    }

    @Test
    void everyPanelOfTheBoardHasAnIdOfItsOwnAndSomethingToShow() {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode panel : board().path("panels")) {
            ids.add(panel.path("id").asInt());
            assertThat(panel.path("title").asText()).isNotBlank();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets"))
                        .as(panel.path("title").asText())
                        .isNotEmpty();
            }
        }
        assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates().doesNotContain(0);
    }
}
