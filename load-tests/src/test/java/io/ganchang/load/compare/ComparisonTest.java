package io.ganchang.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.load.generator.Measured;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final long SECOND_NANOS = 1_000_000_000;

    @Test
    void theSpreadIsLeastMiddleAndLargest() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 8.0)).median()).isEqualTo(3);
        assertThat(new Spread(1_234.56, 2_000, 3_000).told(1)).isEqualTo("1,234.6–2,000.0–3,000.0");
        assertThat(new Spread(5, 5, 5).told(0)).isEqualTo("5");
    }

    @Test
    void systemsAreComparedRepeatByRepeat() {
        Comparison comparison = new Comparison();
        // Twice as fast in each repeat, though the machine got slower and slower.
        for (long rate : List.of(1_000, 500, 100)) {
            comparison.add("a", turn(2 * rate, 40, false, 0));
            comparison.add("b", turn(rate, 10, false, 0));
        }
        assertThat(comparison.ratios("a", "b", Measure.RATE)).containsExactly(2.0, 2.0, 2.0);
        assertThat(comparison.ratios("a", "b", Measure.SERVER)).containsExactly(4.0, 4.0, 4.0);
        assertThat(comparison.ratios("a", "b", Measure.DISPATCH)).isEmpty();
    }

    @Test
    void theTableHasAColumnForEachSystemAndARatioForEachTwo() {
        Comparison comparison = new Comparison();
        comparison.add("ganchang", turn(1_000, 30, false, 0));
        comparison.add("ganchang", turn(1_200, 30, false, 0));
        comparison.add("bare", turn(2_000, 10, false, 0));
        comparison.add("bare", turn(2_000, 10, false, 0));
        List<String> lines =
                ComparisonText.of(comparison).lines().map(String::strip).toList();
        assertThat(lines.get(0).split(" +", -1)).containsExactly("ganchang", "bare");
        assertThat(lines.get(1).split(" +", -1)).containsExactly("answers/s", "1,000–1,100–1,200", "2,000");
        assertThat(lines).contains("ganchang ÷ bare");
        assertThat(lines).anyMatch(line -> line.matches("answers/s +0.50–0.55–0.60"));
        assertThat(lines).anyMatch(line -> line.matches("µs: server \\+ Redis +3.00"));
        assertThat(lines)
                .noneMatch(
                        line -> line.contains("SATURATED") || line.contains("not idle") || line.contains("not every"));
    }

    @Test
    void aSaturatedGeneratorAndARestlessNeighbourAreToldInWords() {
        Comparison comparison = new Comparison();
        comparison.add("a", turn(1_000, 30, true, 0));
        comparison.add("b", turn(1_000, 30, false, 0.2));
        assertThat(ComparisonText.of(comparison))
                .contains("a: " + Measured.SATURATED)
                .contains("b: the other systems were not idle meanwhile, they took up to 20 % of a core");
    }

    @Test
    void answersThatDoNotCountAreToldByStatus() {
        Comparison comparison = new Comparison();
        Turn turn = turn(1_000, 30, false, 0);
        comparison.add("a", new Turn(turn.measured(), 990, turn.cpu(), 0, 0));
        assertThat(ComparisonText.of(comparison)).contains("a: not every answer counts: {201=1000}, not answered 0");
    }

    @Test
    void aServerThatIsStillBeingCompiledIsToldInWords() {
        Comparison comparison = new Comparison();
        Turn turn = turn(1_000, 30, false, 0);
        Cpu cold = new Cpu(Map.of(Threads.EVENT_LOOPS, 300L, Threads.JIT, 100L), 0);
        comparison.add("a", new Turn(turn.measured(), 1_000, cold, 0, 0));
        assertThat(ComparisonText.of(comparison)).contains("a: the JVM was still compiling, for up to 25 %");
    }

    @Test
    void programsReadEveryTurn() {
        Comparison comparison = new Comparison();
        comparison.add("a", turn(1_000, 30, false, 0));
        JsonNode json = ComparisonJson.of(comparison, Map.of("seconds", "1"));
        assertThat(json.path("conditions").path("seconds").textValue()).isEqualTo("1");
        JsonNode turn = json.path("systems").path(0).path("turns").path(0);
        assertThat(turn.path("rate").doubleValue()).isEqualTo(1_000);
        assertThat(turn.path("by_status").path("201").longValue()).isEqualTo(1_000);
    }

    @Test
    void booksAreCleanWhereTheyHaveWhatWasConfirmedAndNothingBeyondWhatIsUncertain() {
        assertThat(books(100, 0, 100, "").isClean()).isTrue();
        assertThat(books(100, 2, 101, "").isClean()).isTrue();
        assertThat(books(100, 0, 101, "").isClean()).isFalse();
        assertThat(books(100, 5, 99, "").isClean()).isFalse();
        assertThat(books(100, 0, 100, "a pool differs").told()).endsWith("THE BOOKS DIFFER: a pool differs");
        assertThat(new BooksCheck("bare", 5, 0, OptionalLong.empty(), "").isClean())
                .isTrue();
    }

    private static BooksCheck books(long confirmed, long uncertain, long sold, String faults) {
        return new BooksCheck("a", confirmed, uncertain, OptionalLong.of(sold), faults);
    }

    /** A second with {@code answers}, each of which cost the server {@code micros}. */
    private static Turn turn(long answers, long micros, boolean saturated, double idleShare) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(1_000, answers);
        Measured measured = new Measured(
                answers,
                Map.of(201, answers),
                0,
                0,
                latencies,
                new Histogram(3),
                SECOND_NANOS,
                100_000,
                110_000,
                10,
                saturated,
                List.of());
        Cpu cpu = new Cpu(Map.of(Threads.EVENT_LOOPS, answers * micros), 0);
        return new Turn(measured, answers, cpu, 0, idleShare);
    }
}
