package io.ganchang.config;

import static io.ganchang.config.SettingsFile.complete;
import static io.ganchang.config.SettingsFile.faults;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting can be given by the environment, under one name that is derived from its key. */
class EnvironmentTest {
    private static final Pattern VARIABLE = Pattern.compile("GANCHANG_[A-Z_]+");

    private static Loaded load(Map<String, String> environment) {
        return ConfigLoader.load(Optional.empty(), environment, Overrides.none());
    }

    private static List<String> paths() {
        return Arrays.stream(Config.class.getRecordComponents())
                .flatMap(section -> Arrays.stream(section.getType().getRecordComponents())
                        .map(key -> section.getName() + '.' + key.getName()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "http.port, GANCHANG_HTTP_PORT",
        "http.eventLoops, GANCHANG_HTTP_EVENT_LOOPS",
        "redis.reconnectDelayMsMin, GANCHANG_REDIS_RECONNECT_DELAY_MS_MIN",
        "tokens.jwksUrl, GANCHANG_TOKENS_JWKS_URL"
    })
    void aNameIsTheKeyInCapitals(String path, String name) {
        assertThat(Environment.nameOf(path)).isEqualTo(name);
    }

    @Test
    void noTwoKeysShareAName() {
        assertThat(paths().stream().map(Environment::nameOf)).doesNotHaveDuplicates();
    }

    /** A key that takes any text is met by the value itself, every other one by the problem that names the variable. */
    @ParameterizedTest
    @MethodSource("paths")
    void everyKeyIsReadFromItsVariable(String path) {
        String name = Environment.nameOf(path);
        Loaded loaded = load(Map.of(name, "no such value\0"));
        if (loaded instanceof Loaded.Complete complete) {
            assertThat(complete.config().toString()).contains("no such value");
        } else {
            assertThat(faults(loaded)).anySatisfy(problem -> {
                assertThat(problem.path()).isEqualTo(path);
                assertThat(problem.origin()).isEqualTo("environment " + name);
            });
        }
    }

    @Test
    void theEnvironmentWinsOverTheFileAndLosesToTheCommandLine(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("g.yaml"), "http:\n  port: 1\nadmin:\n  port: 2\n");
        Config config = complete(ConfigLoader.load(
                Optional.of(file),
                Map.of("GANCHANG_HTTP_PORT", "3", "GANCHANG_ADMIN_PORT", "4", "GANCHANG_DEMO_ENABLED", "false"),
                Overrides.none().with("admin.port", "5")));
        assertThat(config.http().port()).isEqualTo(3);
        assertThat(config.admin().port()).isEqualTo(5);
        assertThat(config.demo().enabled()).isFalse();
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithTheNearestName() {
        List<ConfigProblem> problems = faults(load(Map.of(
                "GANCHANG_HTTP_PROT",
                "80",
                "GANCHANG_ADMIN_PORT",
                "many",
                "GANCHANG_WEATHER",
                "fine",
                "PATH",
                "/bin")));
        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .hasSize(3)
                .anyMatch(problem -> problem.contains("GANCHANG_HTTP_PROT") && problem.contains("GANCHANG_HTTP_PORT?"))
                .anyMatch(
                        problem -> problem.contains("environment GANCHANG_ADMIN_PORT") && problem.contains("\"many\""))
                .anyMatch(problem -> problem.startsWith("GANCHANG_WEATHER (environment): found an unknown variable"));
    }

    @Test
    void anEmptyVariableSaysNothingWhereNothingMayBeSaid() {
        assertThat(load(Map.of("GANCHANG_TOKENS_JWKS_FILE", ""))).isInstanceOf(Loaded.Complete.class);
        assertThat(faults(load(Map.of("GANCHANG_HTTP_PORT", "")))).hasSize(1);
    }

    @Test
    void variablesOfTheScriptsAreNoSettings() throws IOException {
        Set<String> names = new TreeSet<>(List.of("GANCHANG_REDIS_BIN"));
        try (Stream<Path> scripts = Files.walk(Path.of("..", "scripts"))) {
            scripts.filter(Files::isRegularFile).forEach(script -> names.addAll(variablesIn(script)));
        }
        assertThat(names).contains("GANCHANG_MAVEN_FLAGS");
        names.forEach(name -> assertThat(load(Map.of(name, "x"))).as(name).isInstanceOf(Loaded.Complete.class));
    }

    private static List<String> variablesIn(Path script) {
        try {
            List<String> names = new ArrayList<>();
            Matcher matcher = VARIABLE.matcher(Files.readString(script, StandardCharsets.UTF_8));
            while (matcher.find()) {
                names.add(matcher.group());
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
