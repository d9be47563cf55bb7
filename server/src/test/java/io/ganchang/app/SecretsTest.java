package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.ordering.OrderKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final int ROUNDS = 50;

    @TempDir
    private Path temporary;

    private Path folder() {
        return temporary.resolve("secrets");
    }

    @Test
    void secretsAreForTheirOwnerAlone() throws IOException {
        Secrets secrets = new Secrets(folder());
        secrets.tokenKey();
        secrets.orderKeys();
        secrets.sandboxSecrets();
        assertThat(mode(folder())).isEqualTo("rwx------");
        assertThat(mode(folder().resolve("sandbox-webhook.key"))).isEqualTo("rw-------");
        assertThat(mode(folder().resolve("token-hs256.key"))).isEqualTo("rw-------");
        assertThat(mode(folder().resolve("order.keys"))).isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).hasSize(3);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aSecretStaysWhatItIs() {
        byte[] key = new Secrets(folder()).tokenKey();
        String id = new Secrets(folder()).orderKeys().currentId();
        assertThat(key).hasSize(32);
        assertThat(new Secrets(folder()).tokenKey()).isEqualTo(key);
        assertThat(new Secrets(folder()).orderKeys().currentId()).isEqualTo(id);
    }

    @Test
    void twoThatMakeASecretAtOnceReadTheSame() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path shared = temporary.resolve("secrets-" + round);
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<List<String>> make = () -> {
                    together.await(10, TimeUnit.SECONDS);
                    OrderKeys keys = new Secrets(shared).orderKeys();
                    return List.of(keys.currentId(), String.valueOf(new Secrets(shared).tokenKey()[0]));
                };
                List<List<String>> made = new ArrayList<>();
                for (Future<List<String>> future : threads.invokeAll(List.of(make, make), 20, TimeUnit.SECONDS)) {
                    made.add(future.get(20, TimeUnit.SECONDS));
                }
                assertThat(made.get(0)).isEqualTo(made.get(1));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBrokenTokenKeyIsNamed() throws IOException {
        new Secrets(folder()).tokenKey();
        for (String content : List.of("", "short", "not base64 at all!", "A".repeat(100))) {
            Files.writeString(folder().resolve("token-hs256.key"), content);
            assertThatThrownBy(() -> new Secrets(folder()).tokenKey())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("token-hs256.key must hold 32 bytes")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void theSandboxHasTwoSecretsWhileItsOldOneIsKept() throws IOException {
        assertThat(new Secrets(folder()).sandboxSecrets()).hasSize(1);
        Path file = folder().resolve("sandbox-webhook.key");
        String before = Files.readString(file);
        Files.move(file, folder().resolve("sandbox-webhook.old.key"));
        assertThat(new Secrets(folder()).sandboxSecrets()).hasSize(2);
        assertThat(Files.readString(file)).startsWith("whsec_").isNotEqualTo(before);
    }

    @Test
    void aBrokenSandboxSecretIsNamedButNotShown() throws IOException {
        new Secrets(folder()).sandboxSecrets();
        Files.writeString(folder().resolve("sandbox-webhook.key"), "whsec_a-secret-cut-off\n");
        assertThatThrownBy(() -> new Secrets(folder()).sandboxSecrets())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("sandbox-webhook.key must hold whsec_")
                .hasMessageNotContaining("a-secret")
                .message()
                .hasLineCount(1);
    }

    @Test
    void brokenOrderKeysAreNamedButNotShown() throws IOException {
        new Secrets(folder()).orderKeys();
        String key = Files.readString(folder().resolve("order.keys"));
        for (String content : List.of("", key + "second-line-with-a-secret\n", key.replace(' ', '\t'), "x AAAA\n")) {
            Files.writeString(folder().resolve("order.keys"), content);
            assertThatThrownBy(() -> new Secrets(folder()).orderKeys())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("order.keys")
                    .hasMessageNotContaining("second-line-with-a-secret")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void aSecretThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(folder(), "a file where the folder should be");
        assertThatThrownBy(() -> new Secrets(folder()).tokenKey())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("token-hs256.key")
                .message()
                .hasLineCount(1);
    }
}
