package io.ganchang.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples under {@code config/} are settings that a server would start with. */
class SamplesTest {
    private static final Path FOLDER = Path.of("..", "config");

    /** Demo markets lie beside the samples and are read elsewhere. */
    private static final String DEMO_PREFIX = "demo-";

    /** Rules for Prometheus. */
    private static final String ALERTS = "alerts.yaml";

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleLoads(Path sample) {
        assertThat(ConfigLoader.load(Optional.of(sample), Overrides.none())).isInstanceOf(Loaded.Complete.class);
    }

    @Test
    void thereAreSamplesToLearnFrom() throws IOException {
        assertThat(samples())
                .extracting(sample -> sample.getFileName().toString())
                .contains("ganchang.yaml", "small-machine.yaml");
    }

    @Test
    void theDemoOfTheDefaultsIsThere() {
        Config config = SettingsFile.complete(ConfigLoader.load(Optional.empty(), Overrides.none()));
        assertThat(Path.of("..").resolve(config.demo().file())).isRegularFile();
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.getFileName().toString().startsWith(DEMO_PREFIX))
                    .filter(file -> !file.getFileName().toString().equals(ALERTS))
                    .sorted()
                    .toList();
        }
    }
}
