package io.ganchang.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that says which test holds something names a test that there is: {@code ClassTest#method} or {@code ClassTest}. */
class NamedTestsTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]*Test)(?:#([a-zA-Z0-9]+))?`");
    private static final List<Path> SOURCES = List.of(Path.of("src/test/java"), Path.of("../load-tests/src/test/java"));

    @ParameterizedTest
    @ValueSource(strings = {"payments.md", "reliability.md", "security.md"})
    void everyTestThatAPageNamesIsThere(String page) throws IOException {
        assertThat(missing(Files.readString(Path.of("../docs", page)))).isEmpty();
    }

    @Test
    void theSecurityPageNamesMany() throws IOException {
        assertThat(NAMED.matcher(Files.readString(Path.of("../docs/security.md")))
                        .results())
                .hasSizeGreaterThan(30);
    }

    @Test
    void aTestThatIsNotThereIsFound() throws IOException {
        assertThat(
                        missing(
                                "`NamedTestsTest#aTestThatIsNotThereIsFound` `NamedTestsTest` `NamedTestsTest#none` `NoneTest`"))
                .containsExactly("NamedTestsTest#none", "NoneTest");
    }

    private static List<String> missing(String page) throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher named = NAMED.matcher(page);
        while (named.find()) {
            if (!isThere(named.group(1), named.group(2))) {
                missing.add(named.group().replace("`", ""));
            }
        }
        return missing;
    }

    private static boolean isThere(String type, String method) throws IOException {
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.walk(source)) {
                List<Path> found =
                        files.filter(file -> file.endsWith(type + ".java")).toList();
                for (Path file : found) {
                    if (method == null || hasMethod(file, method)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** By its source, so that tests of the other module count as well. */
    private static boolean hasMethod(Path file, String method) throws IOException {
        return Arrays.stream(Files.readString(file).split("\n", -1))
                .anyMatch(line -> line.contains(" " + method + "("));
    }
}
