package io.ganchang.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.config.RedisConfig;
import io.ganchang.config.RedisUrl;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.embedded.RedisForTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Both clients speak TLS to a Redis whose certificate is right, and to no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final int REPLY_TIMEOUT_MS = 5_000;

    private CertificatesForTest certificates;
    private RedisForTest redis;
    private int port;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException, GeneralSecurityException {
        certificates = CertificatesForTest.make(folder);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> options = new ArrayList<>(certificates.redisOptions(port));
        options.addAll(List.of("--maxmemory", "64mb"));
        redis = RedisForTest.durable(options.toArray(String[]::new));
    }

    @AfterAll
    void end() {
        redis.close();
    }

    private RedisAddress address(String host, boolean tls, Optional<Path> authorities) {
        RedisUrl url = new RedisUrl(new RedisUrl.Host(host, port, tls), Optional.empty(), Optional.empty());
        RedisConfig config = new RedisConfig(
                Optional.of(url), Optional.empty(), authorities, false, false, 64L << 20, REPLY_TIMEOUT_MS, 5, 50);
        return RedisAddress.of(config).orElseThrow();
    }

    private static void useOnLoop(RedisAddress address) {
        try (LinkForTest link = LinkForTest.to(address, LinkForTest.config(REPLY_TIMEOUT_MS), 10)) {
            link.open();
            assertThat(link.isUp()).isTrue();
        }
    }

    private static void useOffLoop(RedisAddress address) {
        try (OffLoopRedis offLoop = OffLoopRedis.to(address);
                SnapshotReader reader = offLoop.openSnapshots()) {
            assertThat(reader.ledgerId(new SessionId("none"))).isEmpty();
        }
    }

    @Test
    void aCertificateOfOurAuthorityForTheHostIsTrusted() {
        RedisAddress right = address("localhost", true, Optional.of(certificates.authority()));
        useOnLoop(right);
        useOffLoop(right);
    }

    @Test
    void aCertificateForAnotherHostIsNot() {
        RedisAddress other = address("127.0.0.1", true, Optional.of(certificates.authority()));
        assertThatThrownBy(() -> useOnLoop(other)).hasStackTraceContaining("127.0.0.1");
        assertThatThrownBy(() -> useOffLoop(other))
                .isInstanceOf(RedisUnavailable.class)
                .hasMessageContaining("rediss://127.0.0.1:" + port)
                .hasMessageContaining("No subject alternative names");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsNot() {
        RedisAddress unknown = address("localhost", true, Optional.empty());
        assertThatThrownBy(() -> useOnLoop(unknown)).hasStackTraceContaining("certification path");
        assertThatThrownBy(() -> useOffLoop(unknown))
                .isInstanceOf(RedisUnavailable.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void withoutTlsNothingIsSaid() {
        RedisAddress plain = address("localhost", false, Optional.empty());
        assertThatThrownBy(() -> useOnLoop(plain)).isNotNull();
        assertThatThrownBy(() -> useOffLoop(plain)).isInstanceOf(RedisUnavailable.class);
    }

    @Test
    void aFileWithoutCertificatesIsNamed(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("ca.pem"), "");
        Path junk = Files.writeString(folder.resolve("junk.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        for (Path file : List.of(empty, junk, folder.resolve("none"))) {
            assertThatThrownBy(() -> address("localhost", true, Optional.of(file)))
                    .isInstanceOf(RedisUnavailable.class)
                    .hasMessageContaining("redis.caFile " + file);
        }
    }
}
