package io.ganchang.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code redis.url} may be, and that nothing ever shows its password. */
class RedisUrlTest {
    private static final String SECRET = "hunter2";

    private SettingsFile file = new SettingsFile(Path.of("unset"));

    @BeforeEach
    void nameTheFile(@TempDir Path folder) {
        file = SettingsFile.in(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://cache, redis://cache:6379, , ",
        "redis://cache/, redis://cache:6379, , ",
        "redis://cache:7000/0, redis://cache:7000, , ",
        "rediss://10.0.0.7:6380, rediss://10.0.0.7:6380, , ",
        "redis://[::1]:7000, redis://[::1]:7000, , ",
        "redis://:hunter2@cache, redis://cache:6379, , hunter2",
        "redis://ganchang:hunter2@cache, redis://cache:6379, ganchang, hunter2",
        "rediss://gan%3Achang:a%40b%2F+:c@cache, rediss://cache:6379, gan:chang, a@b/+:c",
        "redis://ganchang:p@ss@cache, redis://cache:6379, ganchang, p@ss",
        "unix:///run/redis.sock, unix:///run/redis.sock, , ",
        "unix://ganchang:hunter2@/run/a%20b, unix:///run/a b, ganchang, hunter2",
    })
    void aUrlIsAPlaceAUserAndAPassword(String text, String place, String user, String password) {
        RedisUrl url = RedisUrl.parse(text);
        assertThat(url.place()).hasToString(place);
        assertThat(url.user().orElse(null)).isEqualTo(user);
        assertThat(url.password().orElse(null)).isEqualTo(password);
        assertThat(url).hasToString(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "cache:6379 redis://[user",
                "http://:hunter2@cache redis://[user",
                "REDIS://:hunter2@cache redis://[user",
                "redis://:hunter2@ \"a host name\"",
                "redis://:hunter2@a_b \"a host name\"",
                "redis://:hunter2@cache:port \"a host name\"",
                "redis://:hunter2@cache:0 \"a port from 1 to 65535\"",
                "redis://:hunter2@cache:65536 \"a port from 1 to 65535\"",
                "redis://:hunter2@cache/1 \"database 0\"",
                "redis://:hunter2@cache/x \"database 0\"",
                "redis://:hunter2@cache?db=1 redis://[user",
                "redis://:hunter2%zz@cache \"two hexadecimal digits\"",
                "unix://redis.sock \"an absolute path\"",
                "unix:/run/redis.sock redis://[user",
            })
    void aBadUrlIsAProblemThatSaysWhatIsExpectedAndShowsNoPassword(String text, String expected) throws IOException {
        List<ConfigProblem> problems = SettingsFile.faults(file.load("redis:\n  url: '" + text + "'\n"));
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("redis.url");
            assertThat(problem.origin()).isEqualTo(file.line(2));
            assertThat(problem.expected()).contains(expected);
            assertThat(problem.toString()).doesNotContain(SECRET);
        });
    }

    @Test
    void aUrlOnTheCommandLineIsCheckedAsOneInTheFile() throws IOException {
        assertThat(SettingsFile.faults(file.load("", Overrides.none().with("redis.url", "redis://:hunter2@cache/7"))))
                .singleElement()
                .hasToString("redis.url (command line): found \"redis://***@cache/7\", expected database 0 or none:"
                        + " functions and clusters know no other");
    }

    @Test
    void noUrlIsTheEmbeddedRedis() throws IOException {
        for (String nothing : List.of("", "redis:\n  url:\n", "redis:\n  url: ''\n")) {
            assertThat(SettingsFile.complete(file.load(nothing)).redis().url()).isEmpty();
        }
    }

    @Test
    void thereIsOnePassword() throws IOException {
        assertThat(faultPaths("redis:\n  url: redis://:hunter2@cache\n  passwordFile: pw\n"))
                .containsExactly("redis.passwordFile");
        assertThat(faultPaths("redis:\n  url: redis://ganchang@cache\n")).containsExactly("redis.url");
        assertThat(faultPaths("redis:\n  url: redis://ganchang@cache\n  passwordFile: pw\n"))
                .isEmpty();
        assertThat(faultPaths("redis:\n  passwordFile: pw\n")).containsExactly("redis.passwordFile");
    }

    @Test
    void authoritiesAreForTls() throws IOException {
        assertThat(faultPaths("redis:\n  caFile: ca.pem\n")).containsExactly("redis.caFile");
        assertThat(faultPaths("redis:\n  url: redis://cache\n  caFile: ca.pem\n"))
                .containsExactly("redis.caFile");
        assertThat(faultPaths("redis:\n  url: rediss://cache\n  caFile: ca.pem\n"))
                .isEmpty();
    }

    /** Of a file none of whose problems shows the password. */
    private List<String> faultPaths(String text) throws IOException {
        Loaded loaded = file.load(text);
        assertThat(loaded.toString()).doesNotContain(SECRET);
        return loaded instanceof Loaded.Faulty faulty
                ? faulty.problems().stream().map(ConfigProblem::path).toList()
                : List.of();
    }
}
