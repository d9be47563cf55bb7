package io.ganchang.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be read says so, and where. */
class ConfigFileTest {

    @Test
    void aMissingFileIsAProblem(@TempDir Path folder) {
        Path file = folder.resolve("absent.yaml");
        assertThat(problems(file))
                .containsExactly(
                        new ConfigProblem(file.toString(), "--config", "no such file", "a readable YAML file"));
    }

    @Test
    void aFolderIsNotAFile(@TempDir Path folder) {
        assertThat(problems(folder))
                .containsExactly(
                        new ConfigProblem(folder.toString(), "--config", "not a file", "a readable YAML file"));
    }

    @Test
    void whatIsNotYamlIsReportedWithItsLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.yaml"), "http:\n  port: 8080\n   host: [\n");
        assertThat(problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.origin()).isEqualTo(file + " line 3");
            assertThat(problem.expected()).isEqualTo("YAML");
        });
    }

    @Test
    void whatIsNotUtf8IsAProblem(@TempDir Path folder) throws IOException {
        Path file =
                Files.write(folder.resolve("latin.yaml"), "data:\n  folder: é\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(file)).extracting(ConfigProblem::found).containsExactly("bytes that are not UTF-8");
    }

    @Test
    void aFileBeyondTheBoundIsNotRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("long.yaml"), "# melons\n".repeat(120_000));
        assertThat(problems(file)).extracting(ConfigProblem::found).containsExactly("more than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080\n", "- http\n", "\"http\"\n"})
    void settingsAreSectionsWithKeys(String text, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("shape.yaml"), text);
        assertThat(problems(file)).extracting(ConfigProblem::expected).containsExactly("sections with keys");
    }

    @Test
    void aSecondDocumentIsAProblem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), "http:\n  port: 1\n---\nhttp:\n  port: 2\n");
        assertThat(problems(file)).extracting(ConfigProblem::found).containsExactly("a second document");
    }

    @Test
    void anAliasIsAProblem(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("alias.yaml"), "http:\n  port: &p 8081\nadmin:\n  port: *p\n");
        assertThat(problems(file)).extracting(ConfigProblem::found).containsExactly("an alias");
    }

    @Test
    void aBrokenFileDoesNotHideAWrongCommandLine(@TempDir Path folder) {
        Loaded loaded = ConfigLoader.load(
                Optional.of(folder.resolve("absent.yaml")), Overrides.none().with("http.port", "x"));
        assertThat(SettingsFile.faults(loaded)).hasSize(2);
    }

    private static List<ConfigProblem> problems(Path file) {
        return SettingsFile.faults(ConfigLoader.load(Optional.of(file), Overrides.none()));
    }
}
