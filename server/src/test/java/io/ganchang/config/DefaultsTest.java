package io.ganchang.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code defaults.yaml} and the records hold each other: no key without a component, no range unsaid. */
class DefaultsTest {

    @Test
    void everyComponentHasAKeyAndEveryKeyAComponent() {
        assertThat(commentsByPath().keySet()).containsExactlyInAnyOrderElementsOf(componentPaths());
    }

    @ParameterizedTest
    @MethodSource("componentPaths")
    void everyKeyIsReadFromWhereItIsNamed(String path, @TempDir Path folder) throws IOException {
        assertThat(problemOf(path, "[]", folder).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @MethodSource("componentPaths")
    void everyCommentSaysWhatTheLoaderExpects(String path, @TempDir Path folder) throws IOException {
        String expected = problemOf(path, "[]", folder).expected();
        String comment = commentsByPath().getOrDefault(path, "");

        assertThat(comment).as("comment above %s", path).isNotBlank();
        if (!expected.equals("text")) {
            assertThat(comment).contains(expected.replace("a whole number from ", ""));
        }
        if (path.endsWith("Ms") || path.matches(".*(Ms|Bytes)M(in|ax)") || path.endsWith("Days")) {
            assertThat(comment).containsPattern("milliseconds|bytes|days");
        }
    }

    /** The single problem that {@code value} at {@code path} makes. */
    private static ConfigProblem problemOf(String path, String value, Path folder) throws IOException {
        String[] keys = path.split("\\.", -1);
        Path file = Files.writeString(folder.resolve("one.yaml"), keys[0] + ":\n  " + keys[1] + ": " + value + "\n");
        List<ConfigProblem> problems = SettingsFile.faults(ConfigLoader.load(Optional.of(file), Overrides.none()));
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<String> componentPaths() {
        return Arrays.stream(Config.class.getRecordComponents())
                .flatMap(section -> keys(section.getType()).map(key -> section.getName() + '.' + key))
                .toList();
    }

    private static Stream<String> keys(Class<?> section) {
        return Arrays.stream(section.getRecordComponents()).map(RecordComponent::getName);
    }

    /** Each key of the file with the comment lines right above it. */
    private static Map<String, String> commentsByPath() {
        Map<String, String> comments = new TreeMap<>();
        List<String> above = new ArrayList<>();
        String section = "";
        for (String line : defaults().lines().toList()) {
            if (line.matches(" *#.*")) {
                above.add(line.strip().substring(1).strip());
                continue;
            }
            if (line.matches("[a-z]+:")) {
                section = line.substring(0, line.length() - 1);
            } else if (line.matches("  [a-zA-Z]+: .*")) {
                comments.put(section + '.' + line.strip().split(":", 2)[0], String.join(" ", above));
            }
            above.clear();
        }
        return comments;
    }

    private static String defaults() {
        try (InputStream in = DefaultsTest.class.getResourceAsStream(ConfigLoader.DEFAULTS)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
