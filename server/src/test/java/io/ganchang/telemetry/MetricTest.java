package io.ganchang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics are named by the conventions of Prometheus, and {@code docs/operations.md} lists them all and no others. */
class MetricTest {
    private static final Path PAGE = Path.of("..", "docs", "operations.md");

    @Test
    void theTableInTheDocumentationIsTheEnum() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `ganchang_"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Stream.of(Metric.values()).map(MetricTest::row).toList());
    }

    @Test
    void theStandardSetsAreNamedInTheDocumentation() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(Telemetry.STANDARD_PREFIXES)
                .allSatisfy(prefix -> assertThat(page).contains('`' + prefix + '`'));
    }

    private static String row(Metric metric) {
        String labels = metric.labels().isEmpty() ? "" : '`' + String.join("` `", metric.labels()) + '`';
        return "| `" + metric.fullName() + "` | " + metric.type().name().toLowerCase(Locale.ROOT) + " | " + labels
                + " | " + metric.sentence() + " |";
    }

    @ParameterizedTest
    @EnumSource
    void aNameSaysWhoseItIsAndItsUnit(Metric metric) {
        assertThat(metric.fullName()).matches("ganchang_[a-z_]+");
        assertThat(metric.fullName().endsWith("_total")).isEqualTo(metric.type() == Metric.Type.COUNTER);
        if (metric.type() == Metric.Type.SUMMARY || metric.type() == Metric.Type.HISTOGRAM) {
            assertThat(metric.fullName()).endsWith("_seconds");
        }
        assertThat(metric.sentence()).matches("[1A-Z].*\\.");
    }

    @Test
    void noTwoMetricsShareAName() {
        assertThat(Stream.of(Metric.values()).flatMap(metric -> MetricNames.of(metric).stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aMeterThatIsNotWhatItsConstantSaysIsRefused() {
        try (Telemetry telemetry = new Telemetry(InstantSource.system(), System::nanoTime)) {
            assertThatThrownBy(() -> telemetry.counter(Metric.READY, () -> 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> telemetry.gauge(Metric.READY, () -> 1, "a label it does not have"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
