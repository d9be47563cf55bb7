package io.ganchang.config;

import static io.ganchang.config.SettingsFile.complete;
import static io.ganchang.config.SettingsFile.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ganchang.domain.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings are read whole, and everything wrong with them is said at once. */
class ConfigLoaderTest {
    private SettingsFile file = new SettingsFile(Path.of("unset"));

    @BeforeEach
    void nameTheFile(@TempDir Path folder) {
        file = SettingsFile.in(folder);
    }

    /** The public listener as it is without settings, but for its port. */
    private static HttpConfig httpOn(int port) {
        return new HttpConfig(
                "127.0.0.1", port, Optional.empty(), 0, 4096, 16_384, 10_000, 10_000, 75_000, 20_000, 2_000, 0);
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        Config config = complete(ConfigLoader.load(Optional.empty(), Overrides.none()));

        assertThat(config.http()).isEqualTo(httpOn(8080));
        assertThat(config.admin()).isEqualTo(new AdminConfig("127.0.0.1", 9090));
        assertThat(config.data()).isEqualTo(new DataConfig(Path.of("data")));
        assertThat(config.redis())
                .isEqualTo(new RedisConfig(
                        Optional.empty(), Optional.empty(), Optional.empty(), false, false, 1L << 30, 2000, 20, 1000));
        assertThat(config.ordering()).isEqualTo(new OrderingConfig(64, 4, 10_000, 3000, 500));
        assertThat(config.ledger()).isEqualTo(new LedgerConfig(1_000_000, 500, 100, 20_000));
        assertThat(config.sessions()).isEqualTo(new SessionsConfig(30, 60));
        assertThat(config.fulfilment()).isEqualTo(new FulfilmentConfig(true, 1000, 100));
        assertThat(config.tokens())
                .isEqualTo(new TokenConfig(
                        30,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(Role.VIEWER, Role.HOST, Role.PARTNER),
                        300));
        assertThat(config.privacy()).isEqualTo(new PrivacyConfig(180));
        assertThat(config.guests()).isEqualTo(new GuestConfig(true, 120, 60));
        assertThat(config.demo()).isEqualTo(new DemoConfig(true, Path.of("config/demo-919.yaml")));
    }

    @Test
    void aFileChangesOnlyWhatItSays() throws IOException {
        Config config = complete(file.load("http:\n  port: 8_081\nfulfilment:\n  file: false\n"));

        assertThat(config.http()).isEqualTo(httpOn(8081));
        assertThat(config.fulfilment().file()).isFalse();
        assertThat(config.admin().port()).isEqualTo(9090);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "---\n", "http:\n  # port: 8081\n"})
    void aFileMaySayNothing(String text) throws IOException {
        assertThat(complete(file.load(text)).http().port()).isEqualTo(8080);
    }

    @Test
    void theCommandLineWinsOverTheFile() throws IOException {
        Overrides overrides = Overrides.none().with("http.port", "0").with("data.folder", "/srv/赶场 2026");

        Config config = complete(file.load("http:\n  port: 8081\n", overrides));

        assertThat(config.http().port()).isZero();
        assertThat(config.data().folder()).isEqualTo(Path.of("/srv/赶场 2026"));
    }

    @Test
    void aFolderMayBeNamedLikeANumber() {
        Overrides overrides = Overrides.none().with("data.folder", "2026");
        assertThat(complete(ConfigLoader.load(Optional.empty(), overrides))
                        .data()
                        .folder())
                .isEqualTo(Path.of("2026"));
    }

    @Test
    void guestsComeOnlyToTheDemoUnlessAllowed() throws IOException {
        assertThat(complete(file.load("demo:\n  enabled: false\n")).guests().allowed())
                .isFalse();
        assertThat(complete(file.load("demo:\n  enabled: false\nguests:\n  allowed: true\n"))
                        .guests()
                        .allowed())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot|http.port",
                "Port|http.port",
                "reply_timeout_ms|redis.replyTimeoutMs",
                "memoryBytesMax|redis.memoryBytesMax"
            })
    void anUnknownKeyIsAnsweredWithTheNearestOne(String key, String nearest) throws IOException {
        String section = nearest.substring(0, nearest.indexOf('.'));

        List<ConfigProblem> problems = faults(file.load(section + ":\n  " + key + "x: 1\n"));

        assertThat(problems)
                .containsExactly(new ConfigProblem(
                        section + '.' + key + 'x',
                        file.line(2),
                        "an unknown key",
                        "a key of defaults.yaml (did you mean " + nearest + "?)"));
    }

    @Test
    void aKeyInTheWrongSectionIsShownItsPlace() throws IOException {
        assertThat(faults(file.load("attemptMs: 3000\n")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.expected()).contains("did you mean ordering.attemptMs?"));
    }

    @Test
    void aKeyLikeNoOtherIsAProblemWithoutAGuess() throws IOException {
        assertThat(faults(file.load("watermelons: many\n")))
                .containsExactly(
                        new ConfigProblem("watermelons", file.line(1), "an unknown key", "a key of defaults.yaml"));
    }

    @Test
    void everyDuplicateKeyIsReported() throws IOException {
        assertThat(faults(file.load("http:\n  port: 1\n  port: 2\nadmin:\n  port: 3\nhttp:\n  host: localhost\n")))
                .containsExactly(
                        new ConfigProblem(
                                "http.port",
                                file.line(3),
                                "the key again after " + file.line(2),
                                "each key at most once"),
                        new ConfigProblem(
                                "http", file.line(7), "the key again after " + file.line(2), "each key at most once"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"8080\"|\"8080\"",
                "eighty|\"eighty\"",
                "80.5|80.5",
                "0x50|0x50",
                "080|\"080\"",
                "1:30|\"1:30\"",
                "|nothing",
                "true|true",
                "[80]|a list",
                "{a: 1}|a section",
                "65536|65536",
                "-1|-1",
                "99999999999999999999|99999999999999999999"
            })
    void aPortIsAWholeNumberInItsRange(String value, String found) throws IOException {
        assertThat(faults(file.load("http:\n  port: " + (value == null ? "" : value) + "\n")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("http.port");
                    assertThat(problem.found()).isEqualTo(found);
                    assertThat(problem.expected()).isEqualTo("a whole number from 0 to 65535");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "True", "1", "\"true\"", "''", "[]"})
    void aFlagIsTrueOrFalse(String value) throws IOException {
        assertThat(faults(file.load("fulfilment:\n  file: " + value + "\n")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("fulfilment.file");
                    assertThat(problem.expected()).isEqualTo("true or false");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "''", "'  '", "[a]", "\"a\\0b\""})
    void aPathIsText(String value) throws IOException {
        assertThat(faults(file.load("data:\n  folder: " + value + "\n")))
                .extracting(ConfigProblem::path, ConfigProblem::expected)
                .containsExactly(tuple("data.folder", "a path"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: 8080\n", "http: [8080]\n"})
    void aSectionHasKeys(String text) throws IOException {
        assertThat(faults(file.load(text)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.expected())
                        .isEqualTo("a section with keys of host, port, publicUrl, eventLoops, orderBodyBytesMax,"
                                + " commandBodyBytesMax, headMsMax, bodyMsMax, keepAliveMsMax, connectionsMax,"
                                + " connectionsPerAddressMax, drainNoticeMs"));
    }

    @Test
    void aMistypedCommandLineIsReportedLikeAFile() {
        assertThat(faults(ConfigLoader.load(Optional.empty(), Overrides.none().with("http.port", "80a"))))
                .containsExactly(
                        new ConfigProblem("http.port", "command line", "\"80a\"", "a whole number from 0 to 65535"));
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        String text = """
                http:
                  port: lots
                  hots: localhost
                  host: 0.0.0.0
                ordering:
                  attemptMs: 1
                  attemptMs: 2
                redis:
                  reconnectDelayMsMin: 50
                  reconnectDelayMsMax: 40
                sales: many
                """;

        List<ConfigProblem> problems = faults(file.load(text, Overrides.none().with("admin.port", "70000")));

        assertThat(problems)
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder(
                        "http.port",
                        "http.hots",
                        "http.host",
                        "ordering.attemptMs",
                        "ordering.attemptMs",
                        "redis.reconnectDelayMsMin",
                        "sales",
                        "admin.port");
    }

    @Test
    void aProblemReadsAsOneLine() {
        assertThat(new ConfigProblem("http.port", "a.yaml line 3", "99999", "a whole number from 0 to 65535"))
                .hasToString("http.port (a.yaml line 3): found 99999, expected a whole number from 0 to 65535");
    }
}
