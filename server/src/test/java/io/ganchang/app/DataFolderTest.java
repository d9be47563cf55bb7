package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds names and addresses is for its owner alone. */
class DataFolderTest {
    @TempDir
    private Path temporary;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aServerMakesItsFolderAndFilesForItsOwnerAlone() throws IOException {
        Path folder = temporary.resolve("data");
        MarketForTest market = MarketForTest.start(folder);
        try {
            ShowForTest show = market.show().open("melon", 10);
            show.buy("wang", "k1", "melon", 1).expect(201);
            Path file = folder.resolve("fulfilment/" + show.session() + ".jsonl");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file));
            for (String name : List.of("", "fulfilment", "redis", "secrets")) {
                assertThat(mode(folder.resolve(name))).as(name).isEqualTo("rwx------");
            }
            assertThat(mode(file)).isEqualTo("rw-------");
            try (Stream<Path> ledger = Files.list(folder)) {
                for (Path part : ledger.filter(path -> path.toString().contains("ledger.db"))
                        .toList()) {
                    assertThat(mode(part)).as(part.toString()).isEqualTo("rw-------");
                }
            }
        } finally {
            market.stop();
        }
    }

    @Test
    void aFolderThatOthersMayEnterIsUsedAndSaidToBeOpen() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ServerProcess server = ServerProcess.launch(folder)) {
            MarketForTest market = server.market();
            assertThat(market.token(Role.OPS, "boss")).isNotBlank();
            assertThat(server.log()).contains("others may enter the data folder " + folder);
        }
    }
}
