package io.ganchang.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.ToyMarket.Fault;
import io.ganchang.load.scenario.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small show against a toy market in a process of its own: an honest one passes, one that oversells is found. */
class ScenarioRunTest {
    private static final Path SMALL = Path.of("src/test/resources/scenarios/small-burst.yaml");
    private static final long SEED = 919;

    @TempDir
    Path folder = Path.of("");

    @Test
    void everybodyOfABurstIsToldAndThePageTellsOfIt() throws Exception {
        ToyRun run = new ToyRun(folder, Fault.NONE);
        Path page = folder.resolve("page.html");
        boolean kept = run.run(RunPlan.of(ScenarioReader.read(SMALL), SEED), SEED, page);
        assertThat(kept).as(run.printed()).isTrue();
        assertThat(run.printed().lines().map(String::strip))
                .anyMatch(line -> line.matches("… got it +20"))
                .anyMatch(line -> line.matches("… told sold_out +280"))
                .anyMatch(line -> line.matches("page views +30 answered, 0 not;.*"));
        assertThat(Files.readString(page))
                .contains("Promises kept", "300 came: 20 got what they wanted, 280 were told sold_out")
                .contains("scripts/load --scenario small", "Due to answered", "Processor");
    }

    @Test
    void aMarketThatOversellsIsFound() throws Exception {
        ToyRun run = new ToyRun(folder, Fault.OVERSELLS);
        boolean kept = run.run(RunPlan.of(ScenarioReader.read(SMALL), SEED), SEED, folder.resolve("page.html"));
        assertThat(kept).as(run.printed()).isFalse();
        assertThat(run.printed().lines().filter(line -> line.startsWith("BROKEN")))
                .anyMatch(line -> line.contains("of N units never more"));
        assertThat(Files.readString(folder.resolve("page.html"))).contains("promises broken", "is oversold");
    }

    @Test
    void aScenarioThatIsNotThereOrSaysTwoThingsIsBadUsage() {
        assertThat(Main.execute("--scenario", "no-such-show")).isEqualTo(2);
        assertThat(Main.execute("--scenario", "/nowhere/show.yaml")).isEqualTo(2);
        assertThat(Main.execute("--scenario", "melon-burst", "--orders", "5")).isEqualTo(2);
    }
}
