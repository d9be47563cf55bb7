package io.ganchang.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.load.traffic.OfferPlan;
import io.ganchang.load.traffic.Show;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenario files: the project's own load, and what is wrong in one is said in one line that names the key. */
class ScenarioReaderTest {
    private static final Path SCENARIOS = Path.of("scenarios");
    private static final Path SMALL = Path.of("src/test/resources/scenarios/small-burst.yaml");

    @ParameterizedTest
    @ValueSource(strings = {"county-evening", "county-head-hour", "melon-burst", "sold-out-storm", "festival-day"})
    void theProjectsOwnScenariosLoad(String name) throws Exception {
        Scenario scenario = ScenarioReader.read(SCENARIOS.resolve(name + ".yaml"));
        assertThat(scenario.title()).isNotBlank();
        for (SessionGroup group : scenario.sessions()) {
            Show show = group.show(1);
            assertThat(LongStream.range(0, 1000).mapToObj(show::plan))
                    .allSatisfy(plan -> assertThat(plan.wish().lines()).hasSize(1));
        }
    }

    @Test
    void theyAreAllOfThem() throws Exception {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            assertThat(files).hasSize(5);
        }
    }

    @Test
    void theMelonBurstIsWhatItIsSaidToBe() throws Exception {
        Scenario scenario = ScenarioReader.read(SCENARIOS.resolve("melon-burst.yaml"));
        SessionGroup group = scenario.sessions().get(0);
        Show show = group.show(919);
        assertThat(scenario.connections()).isEqualTo(10_000);
        assertThat(show.offers()).extracting(OfferPlan::stock).containsExactly(200L);
        assertThat(LongStream.range(0, 10_000)
                        .mapToObj(show::plan)
                        .map(plan -> plan.wish().viewer()))
                .doesNotHaveDuplicates();
        assertThat(group.arrivals().arrivals(1, 919).dueNanos(9_999)).isBetween(900_000_000L, 1_000_000_000L);
    }

    @Test
    void aTimeLapseShortensTheTimeOfArrivals() {
        Crowd crowd = new Crowd(Crowd.Kind.CONSTANT, 3600, 3600);
        assertThat(crowd.span(60).toSeconds()).isEqualTo(60);
        assertThat(crowd.arrivals(60, 1).dueNanos(60)).isEqualTo(1_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeLapse: 1       | timeLapse: 1\\ncolour: red | colour is not a key here
            connections: 50\\n | ''                        | connections: this key is missing
            connections: 50    | connections: many         | connections: must be a whole number
            connections: 50    | connections: "50"         | connections: must be a whole number
            connections: 50    | connections: 50.5         | connections: must be a whole number
            connections: 50    | connections: 0            | connections must be from 1 to 19000, not 0
            connections: 50    | connections: 99999        | connections must be from 1 to 19000, not 99999
            title: Small burst | title: 12                 | title: must be text
            kind: burst        | kind: wave                | sessions[0].arrivals.kind: not one of
            seconds: 0.5       | seconds: 0                | sessions[0].arrivals: seconds must be from 0.01 to 86400
            stock: 20          | stock: 0                  | sessions[0].offers[0]: stock must be from 1 to
            delivery: true     | delivery: maybe           | sessions[0].offers[0].delivery: must be true or false
            id: melon-25       | id: "melon 25"            | sessions[0].offers[0]: id must be
            repeats: 0,        | repeats: 2,               | sessions[0].shares: repeats must be from 0 to 1, not 2
            prepaid: 0,        | prepaid: 0.5,             | shares.prepaid must be 0 where no offer has holdSeconds
            holdSeconds: 0     | holdSeconds: 5            | shares.prepaid must be 1 where every offer has holdSeconds
            abandon: 0         | abandon: 0, abandon: 1    | abandon
            title: Small burst | "title: [unclosed"        | line 2
            """)
    void whatIsWrongIsSaidInOneLine(String right, String wrong, String message) throws Exception {
        String text = Files.readString(SMALL);
        String from = right.replace("\\n", "\n");
        assertThat(text).contains(from);
        assertThatThrownBy(() -> ScenarioReader.parse("small.yaml", text.replace(from, wrong.replace("\\n", "\n"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("small.yaml")
                .hasMessageContaining(message)
                .satisfies(error ->
                        assertThat(String.valueOf(error.getMessage()).lines()).hasSize(1));
    }

    @Test
    void anEmptyFileIsNoScenario() {
        for (String text : List.of("", "# nothing\n", "--- ~\n")) {
            assertThatThrownBy(() -> ScenarioReader.parse("empty.yaml", text))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("empty.yaml");
        }
    }
}
