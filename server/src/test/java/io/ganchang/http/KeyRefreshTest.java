package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.app.ProviderForTest;
import io.ganchang.domain.Role;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are read as their source has them, within bounds, and not as often as a stranger would like. */
class KeyRefreshTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final ProviderForTest KEY = ProviderForTest.newKey("k1", "ES256");

    private final IdentityProvider provider =
            new IdentityProvider(VERTX, ProviderForTest.ISSUER, ProviderForTest.AUDIENCE, Set.of(Role.VIEWER));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static HttpServer listen(Handler<HttpServerRequest> handler) {
        return VERTX.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await();
    }

    private static Future<String> read(String scheme, HttpServer server) {
        URI address = URI.create(scheme + "://127.0.0.1:" + server.actualPort() + "/keys");
        return new KeyAddress(VERTX, address).read();
    }

    @Test
    void keysAreReadFromAnAddress() throws Exception {
        HttpServer server = listen(request -> request.response().end(ProviderForTest.jwks(KEY)));
        String text = read("http", server).await(20, TimeUnit.SECONDS);
        assertThat(provider.replaceKeys(text)).isEqualTo(1);
    }

    @Test
    void whatIsNotAPlainAnswerOfBoundedSizeIsAFailure() {
        HttpServer gone =
                listen(request -> request.response().setStatusCode(500).end("keys"));
        assertThatThrownBy(() -> read("http", gone).await(20, TimeUnit.SECONDS)).hasMessageContaining("500");
        HttpServer elsewhere = listen(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", "http://127.0.0.1:" + gone.actualPort())
                .end());
        assertThatThrownBy(() -> read("http", elsewhere).await(20, TimeUnit.SECONDS))
                .hasMessageContaining("302");
        HttpServer huge = listen(request -> request.response().end("k".repeat(KeySource.BYTES_MAX + 1)));
        assertThatThrownBy(() -> read("http", huge).await(20, TimeUnit.SECONDS)).hasMessageContaining("more than");
        HttpServer silent = listen(request -> {});
        assertThatThrownBy(() -> read("http", silent).await(20, TimeUnit.SECONDS))
                .hasMessageContaining("imeout");
    }

    /** An address with https whose certificate nobody vouches for could be anybody's. */
    @Test
    void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "self",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        HttpServer server = VERTX.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword("changeit")))
                .requestHandler(request -> request.response().end(ProviderForTest.jwks(KEY)))
                .listen(0, "127.0.0.1")
                .await();
        assertThatThrownBy(() -> read("https", server).await(20, TimeUnit.SECONDS))
                .hasStackTraceContaining("certification path");
    }

    @Test
    void keysAreReadFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), ProviderForTest.jwks(KEY));
        assertThat(provider.replaceKeys(new KeyFile(VERTX, file).read().await(20, TimeUnit.SECONDS)))
                .isEqualTo(1);
        Files.writeString(file, "k".repeat(KeySource.BYTES_MAX + 1));
        assertThatThrownBy(() -> new KeyFile(VERTX, file).read().await(20, TimeUnit.SECONDS))
                .hasMessageContaining("not a file of at most");
        assertThatThrownBy(
                        () -> new KeyFile(VERTX, folder.resolve("none")).read().await(20, TimeUnit.SECONDS))
                .isNotNull();
    }

    @Test
    void unknownKeysHaveThemReadAtOnceButNotAtAnybodysPleasure() throws IOException {
        AtomicLong nanos = new AtomicLong();
        AtomicInteger readings = new AtomicInteger();
        KeySource source = new KeySource() {
            @Override
            public Future<String> read() {
                readings.incrementAndGet();
                return Future.succeededFuture(ProviderForTest.jwks(KEY));
            }

            @Override
            public String place() {
                return "a test";
            }
        };
        new KeyRefresh(VERTX, source, provider, nanos::get).start(86_400);
        String token = KEY.token("ayi", Role.VIEWER);
        TokenHeader header = new TokenHeader("ES256", "k1");
        assertThat(provider.verify(header, token)).isNull();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> provider.verify(header, token) != null);
        String stranger = ProviderForTest.newKey("k2", "ES256").token("ayi", Role.VIEWER);
        TokenHeader strange = new TokenHeader("ES256", "k2");
        for (int i = 0; i < 1_000; i++) {
            provider.verify(strange, stranger);
        }
        assertThat(readings).hasValue(1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(KeyRefresh.CAUSED_EVERY_SECONDS_MIN));
        provider.verify(strange, stranger);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readings.get() == 2);
    }
}
