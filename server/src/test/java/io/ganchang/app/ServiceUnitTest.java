package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.Config;
import io.ganchang.config.ConfigLoader;
import io.ganchang.config.Loaded;
import io.ganchang.config.Overrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The sample of a systemd unit is well formed, and says what the server's code says. */
class ServiceUnitTest {
    private static final Path UNIT = Path.of("../config/ganchang.service");
    private static final Set<String> SECTIONS = Set.of("Unit", "Service", "Install");
    private static final String SERVICE = "Service.";

    /** {@code Section.Key} → value. */
    private final Map<String, String> settings = read();

    private static Map<String, String> read() {
        Map<String, String> settings = new HashMap<>();
        String section = "";
        for (String line : lines()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                section = line.substring(1, line.length() - 1);
                assertThat(SECTIONS).contains(section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                assertThat(line).matches("[A-Z][A-Za-z]+=.*");
                int equals = line.indexOf('=');
                String before = settings.put(section + '.' + line.substring(0, equals), line.substring(equals + 1));
                assertThat(before).as("%s stands twice", line).isNull();
            }
        }
        return settings;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(UNIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String service(String key) {
        assertThat(settings).containsKey(SERVICE + key);
        return settings.getOrDefault(SERVICE + key, "");
    }

    @Test
    void itGivesTheServerTimeToDrain() {
        assertThat(Integer.parseInt(service("TimeoutStopSec")))
                .as("the longest notice, and the drain after it")
                .isGreaterThan(60 + (int) ServeCommand.STOP_MAX.toSeconds() + 5);
        assertThat(service("KillSignal")).isEqualTo("SIGTERM");
        assertThat(service("KillMode")).as("the server ends its Redis itself").isEqualTo("mixed");
        assertThat(service("SuccessExitStatus").split(" ")).contains("143");
    }

    @Test
    void itStartsAgainForEverSinceWhatIsMissingMayComeLater() {
        assertThat(service("Restart")).isEqualTo("on-failure");
        assertThat(settings).doesNotContainKey(SERVICE + "RestartPreventExitStatus");
    }

    @Test
    void itAllowsMoreFilesThanConnections() {
        Config defaults = ((Loaded.Complete) ConfigLoader.load(Optional.empty(), Overrides.none())).config();
        assertThat(Integer.parseInt(service("LimitNOFILE")))
                .isGreaterThan(defaults.http().connectionsMax() + 1_000);
    }

    @Test
    void itLeavesTheServerNothingButItsData() {
        assertThat(service("User")).isNotEqualTo("root");
        assertThat(service("ProtectSystem")).isEqualTo("strict");
        assertThat(service("StateDirectoryMode")).isEqualTo("0700");
        assertThat(service("CapabilityBoundingSet")).isEmpty();
        for (String key : List.of(
                "NoNewPrivileges",
                "PrivateTmp",
                "PrivateDevices",
                "ProtectHome",
                "ProtectKernelTunables",
                "ProtectControlGroups",
                "RestrictSUIDSGID",
                "RestrictNamespaces")) {
            assertThat(service(key)).as(key).isEqualTo("yes");
        }
    }

    @Test
    void itsCommandIsOneThatTheServerKnows() {
        List<String> words = new ArrayList<>(List.of(service("ExecStart").split(" ")));
        int main = words.indexOf(Main.class.getName());
        assertThat(main).isPositive();
        CommandLine.ParseResult parsed = new CommandLine(new ServeCommand())
                .parseArgs(words.subList(main + 2, words.size()).toArray(String[]::new));
        assertThat(words.get(main + 1)).isEqualTo("serve");
        assertThat(parsed.hasMatchedOption("--config")).isTrue();
    }

    /** Where systemd is; elsewhere this test is the only one that does not look. */
    @Test
    void systemdUnderstandsIt(@TempDir Path folder) throws IOException, InterruptedException {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        if (!Files.isExecutable(analyze)) {
            return;
        }
        Path copy = folder.resolve("ganchang.service");
        // What it would run and show is not installed on the machine that tests.
        Files.writeString(
                copy,
                Files.readString(UNIT)
                        .replaceAll("ExecStart=\\S+", "ExecStart=/bin/true")
                        .replaceAll("Documentation=.*", ""));
        Process process = new ProcessBuilder(analyze.toString(), "verify", copy.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(folder.resolve("out"));
        assertThat(said).doesNotContain("Unknown", "Failed to parse", "Invalid", "ganchang.service:");
    }
}
