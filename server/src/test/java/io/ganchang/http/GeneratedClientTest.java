package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Role;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a generator makes of the served description compiles, and buys. The generator is a large file that only this test
 * needs: the Maven profile {@code client} fetches it and runs the test, and {@code scripts/test} uses that profile.
 */
@Tag("client")
@ExtendWith(SharedMarket.class)
class GeneratedClientTest {
    private static final Path GENERATOR = Path.of("target", "openapi-generator", "openapi-generator-cli.jar");
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final long MINUTES_MAX = 5;

    private final MarketForTest market;
    private final Path folder;

    GeneratedClientTest(MarketForTest market, @TempDir Path folder) {
        this.market = market;
        this.folder = folder;
    }

    @Test
    void aGeneratedClientPlacesAndCancelsAnOrder() throws Exception {
        ShowForTest show = market.show().open("melon", 10);
        generate();
        compile();
        String said = run(
                "java",
                "-cp",
                folder.resolve("classes") + File.pathSeparator + CLASS_PATH,
                "Buyer",
                market.address(),
                market.token(Role.VIEWER, "integrator"),
                show.session());
        assertThat(said.lines())
                .containsExactly(
                        "placed confirmed 7980",
                        "again true",
                        "read confirmed",
                        "listed 1",
                        "cancelled cancelled",
                        "refused 409 true");
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(10);
        show.audit();
    }

    private void generate() throws Exception {
        Path description = Files.writeString(
                folder.resolve("openapi.yaml"),
                market.get("/openapi.yaml").send().expect(200).text());
        run(
                "java",
                "-jar",
                GENERATOR.toAbsolutePath().toString(),
                "generate",
                "--generator-name=java",
                "--library=native",
                "--input-spec=" + description,
                "--openapi-normalizer=FILTER=tag:orders|sessions|offers|books|payments|admin|description",
                "--output=" + folder.resolve("generated"),
                "--additional-properties=openApiNullable=false,useJakartaEe=true,invokerPackage=client,"
                        + "apiPackage=client.api,modelPackage=client.model");
    }

    private void compile() throws Exception {
        Path buyer = folder.resolve("Buyer.java");
        try (InputStream source = GeneratedClientTest.class.getResourceAsStream("/client/Buyer.java")) {
            Files.copy(source, buyer);
        }
        List<String> command = new ArrayList<>(List.of(
                "javac", "-encoding", "UTF-8", "-d", folder.resolve("classes").toString(), "-cp", CLASS_PATH));
        command.add(buyer.toString());
        try (Stream<Path> sources = Files.walk(folder.resolve("generated/src/main/java"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(command::add);
        }
        run(command.toArray(String[]::new));
    }

    /** Runs a command of the JDK to its end, and gives what it said. */
    private String run(String... command) throws IOException, InterruptedException {
        command[0] = Path.of(JAVA_HOME, "bin", command[0]).toString();
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
