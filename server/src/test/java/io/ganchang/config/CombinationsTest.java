package io.ganchang.config;

import static io.ganchang.config.SettingsFile.faults;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are right alone and impossible together are refused. */
class CombinationsTest {
    private SettingsFile file = new SettingsFile(Path.of("unset"));

    @BeforeEach
    void nameTheFile(@TempDir Path folder) {
        file = SettingsFile.in(folder);
    }

    @Test
    void twoListenersCannotShareAPort() throws IOException {
        assertThat(faults(file.load("admin:\n  port: 8080\n")))
                .containsExactly(
                        new ConfigProblem("admin.port", file.line(2), "8080", "another port than http.port, or 0"));
        assertThat(faults(file.load("admin:\n  port: 8080\n  host: 0.0.0.0\n"))).hasSize(1);
        assertThat(faults(file.load("admin:\n  port: 8080\n  host: localhost\n")))
                .hasSize(1);
    }

    @Test
    void portsThatTheSystemChoosesNeverCollide() throws IOException {
        assertThat(file.load("http:\n  port: 0\nadmin:\n  port: 0\n")).isInstanceOf(Loaded.Complete.class);
    }

    @Test
    void twoAddressesMayShareAPort() throws IOException {
        assertThat(file.load("admin:\n  host: 127.0.0.2\n  port: 8080\n")).isInstanceOf(Loaded.Complete.class);
    }

    @Test
    void theShortestReconnectDelayIsNotAboveTheLongest() throws IOException {
        assertThat(faults(file.load("redis:\n  reconnectDelayMsMin: 2000\n")))
                .containsExactly(new ConfigProblem(
                        "redis.reconnectDelayMsMin",
                        file.line(2),
                        "2000",
                        "at most redis.reconnectDelayMsMax, which is 1000"));
    }

    @Test
    void theShortestRefundDelayIsNotAboveTheLongest() throws IOException {
        assertThat(faults(file.load("payments:\n  refundDelayMsMin: 700000\n")))
                .containsExactly(new ConfigProblem(
                        "payments.refundDelayMsMin",
                        file.line(2),
                        "700000",
                        "at most payments.refundDelayMsMax, which is 600000"));
    }

    @Test
    void aGatewayThatIsRealMustKnowWhereToCall() throws IOException {
        String real = "payments:\n  gateways: sandbox, wechatpay\n";
        assertThat(faults(file.load(real))).extracting(ConfigProblem::path).contains("http.publicUrl");
        assertThat(faults(file.load("payments:\n  gateways: wechatpay\n")))
                .extracting(ConfigProblem::path)
                .contains("http.publicUrl");
        assertThat(file.load("http:\n  publicUrl: ''\npayments:\n  gateways: sandbox\n"))
                .isInstanceOf(Loaded.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://market.example.cn",
                "https://market.example.cn/",
                "http://127.0.0.1:8080",
                "HTTPS://[::1]:8443"
            })
    void thePublicAddressIsAPlace(String address) throws IOException {
        assertThat(file.load("http:\n  publicUrl: '" + address + "'\n")).isInstanceOf(Loaded.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "market.example.cn",
                "ftp://market.example.cn",
                "https://market.example.cn/shop",
                "https://user@market.example.cn",
                "https://market.example.cn?x=1",
                "https://market.example.cn#x",
                "https://",
                "https://a b"
            })
    void thePublicAddressIsNothingElse(String address) throws IOException {
        assertThat(faults(file.load("http:\n  publicUrl: '" + address + "'\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("http.publicUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "paypal", "sandbox;wechatpay", "sandbox,sandbox", "sandbox,", "Sandbox"})
    void gatewaysAreThoseThereAreAndEachOnce(String gateways) throws IOException {
        assertThat(faults(file.load("payments:\n  gateways: " + gateways + "\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("payments.gateways");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.10", "example.org", "'::'", "127.0.0.1.example.org"})
    void theDemoIsServedToThisMachineOnly(String host) throws IOException {
        String text = "http:\n  host: " + host + "\n";

        assertThat(faults(file.load(text))).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("http.host");
            assertThat(problem.expected()).contains("demo.enabled to false", "--no-demo");
        });
        assertThat(file.load(text, Overrides.none().with("demo.enabled", "false")))
                .isInstanceOf(Loaded.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "'::1'"})
    void theDemoTakesEveryLoopbackAddress(String host) throws IOException {
        assertThat(file.load("http:\n  host: " + host + "\n")).isInstanceOf(Loaded.Complete.class);
    }

    @Test
    void aKeyThatIsWrongAlreadyIsNotReportedTwice() throws IOException {
        assertThat(faults(file.load("http:\n  port: 70000\nadmin:\n  port: 0\nredis:\n  reconnectDelayMsMax: 0\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("http.port", "redis.reconnectDelayMsMax");
    }

    @Test
    void aProviderHasOneSourceOfKeysAndIsNamed() throws IOException {
        assertThat(faults(file.load("tokens:\n  jwksFile: keys.json\n  jwksUrl: https://id.example/keys\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("tokens.jwksUrl", "tokens.issuer", "tokens.audience");
        assertThat(file.load("tokens:\n  jwksFile: keys.json\n  issuer: https://id.example\n  audience: market\n"))
                .isInstanceOf(Loaded.Complete.class);
    }

    @Test
    void aProviderCannotCallItselfLikeThisServer() throws IOException {
        assertThat(faults(file.load("tokens:\n  jwksFile: keys.json\n  issuer: ganchang\n  audience: market\n")))
                .extracting(ConfigProblem::path)
                .contains("tokens.issuer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example/keys",
                "http://127.0.0.1.example.org/keys",
                "ftp://127.0.0.1/keys",
                "file:///etc/keys",
                "https://user:secret@id.example/keys",
                "keys.json",
                "https://"
            })
    void keysOverAWireThatOthersCanChangeAreRefused(String url) throws IOException {
        assertThat(faults(file.load("tokens:\n  issuer: i\n  audience: a\n  jwksUrl: " + url + "\n")))
                .extracting(ConfigProblem::path)
                .contains("tokens.jwksUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://id.example/keys", "http://127.0.0.1:8180/keys", "'http://[::1]:8180/keys'"})
    void keysOverTlsOrFromThisMachineAreTaken(String url) throws IOException {
        assertThat(file.load("tokens:\n  issuer: i\n  audience: a\n  jwksUrl: " + url + "\n"))
                .isInstanceOf(Loaded.Complete.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "viewer host", "admin", "viewer,,host"})
    void rolesOfAProviderAreRoles(String roles) throws IOException {
        assertThat(faults(file.load("tokens:\n  providerRoles: " + roles + "\n")))
                .extracting(ConfigProblem::path)
                .containsExactly("tokens.providerRoles");
    }
}
