package io.ganchang.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file with the keys that order ids are derived from. */
class OrderKeysTest {
    private static final String KEY = "A".repeat(43);

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        Path file = folder.resolve("order-keys");
        Files.writeString(file, content);
        return file;
    }

    @Test
    void theFirstKeyIsForNewSessionsAndTheOthersStay() throws IOException {
        OrderKeys keys = OrderKeys.load(file("new " + KEY + "\nold " + "B".repeat(42) + "A\n"));

        assertThat(keys.currentId()).isEqualTo("new");
        assertThat(keys.find("new")).hasValueSatisfying(key -> assertThat(key).hasSize(32));
        assertThat(keys.find("old"))
                .hasValueSatisfying(
                        key -> assertThat(key).isNotEqualTo(keys.find("new").get()));
        assertThat(keys.find("other")).isEmpty();
    }

    @Test
    void aNewLineIsAKeyOfItsOwn() throws IOException {
        SecureRandom random = new SecureRandom();
        String lines = OrderKeys.newLine(random) + OrderKeys.newLine(random);

        OrderKeys keys = OrderKeys.load(file(lines));

        String[] ids = lines.split("[ \n]", -1);
        assertThat(keys.currentId()).isEqualTo(ids[0]).hasSize(8);
        assertThat(keys.find(ids[0]).orElseThrow())
                .isNotEqualTo(keys.find(ids[2]).orElseThrow());
    }

    @Test
    void aKeyThatWasHandedOutCannotBeChangedFromOutside() throws IOException {
        OrderKeys keys = OrderKeys.load(file("k1 " + KEY + '\n'));
        keys.find("k1").orElseThrow()[0] = 1;
        assertThat(keys.find("k1").orElseThrow()[0]).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k1", "k1 ", "k1 short", "k1 %%%", "k1 a b", " ", "\n"})
    void aLineThatIsNoKeyIsNamedWithoutItsContent(String line) throws IOException {
        Path file = file("k0 " + KEY + '\n' + line + '\n');

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKeys.load(file))
                .withMessage(file + " line 2: expected <id> <32 bytes in base64url>");
    }

    @Test
    void twoKeysOfOneIdAreAnError() throws IOException {
        Path file = file("k1 " + KEY + "\nk1 " + "B".repeat(42) + "A\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKeys.load(file))
                .withMessageContaining("line 2");
    }

    @Test
    void aFileWithoutAKeyIsAnError() throws IOException {
        Path file = file("");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKeys.load(file))
                .withMessageContaining("no key");
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> OrderKeys.load(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }
}
