package io.ganchang.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys come and go under a running market. */
class KeyRotationTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NO_KEYS = "";

    private final ProviderForTest first = ProviderForTest.newKey("2026-1", "RS256");
    private final ProviderForTest second = ProviderForTest.newKey("2026-2", "ES256");
    private final AtomicReference<String> published = new AtomicReference<>(ProviderForTest.jwks(first));
    private final Path folder = MarketForTest.newFolder();

    @AfterEach
    void deleteFolder() {
        MarketForTest.delete(folder);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    /** The provider's JWK set, or an error where it has none to show. */
    private HttpServer publish() {
        return VERTX.createHttpServer()
                .requestHandler(request -> {
                    String keys = String.valueOf(published.get());
                    request.response()
                            .setStatusCode(keys.equals(NO_KEYS) ? 503 : 200)
                            .end(keys);
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private MarketForTest start(String keys) {
        return MarketForTest.start(
                folder,
                keys,
                "tokens.issuer=" + ProviderForTest.ISSUER,
                "tokens.audience=" + ProviderForTest.AUDIENCE,
                "tokens.jwksRefreshSeconds=1");
    }

    private static int status(MarketForTest market, String token) {
        return market.get("/v1/orders").as(token).send().status();
    }

    private static void await(MarketForTest market, String token, int status) {
        Awaitility.await().atMost(PATIENCE).until(() -> status(market, token) == status);
    }

    @Test
    void keysComeAndGoUnderARunningMarket() {
        MarketForTest market =
                start("tokens.jwksUrl=http://127.0.0.1:" + publish().actualPort() + "/keys");
        try {
            ShowForTest show = market.show().open("melon", 10);
            String old = first.token("ayi", Role.VIEWER);
            String order = market.post(show.path() + "/orders")
                    .as(old)
                    .key("k1")
                    .json(ShowForTest.lines("melon", 1))
                    .send()
                    .expect(201)
                    .at("id")
                    .textValue();
            market.admin("GET", "/v1/audit/" + show.session())
                    .as(first.token("boss", Role.OPS))
                    .send()
                    .expect(Problem.UNAUTHORIZED);

            published.set(ProviderForTest.jwks(first, second));
            String fresh = second.token("ayi", Role.VIEWER);
            await(market, fresh, 200);
            assertThat(status(market, old)).as("the old key is still published").isEqualTo(200);

            published.set(NO_KEYS);
            Awaitility.await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> status(market, old) == 200);

            published.set(ProviderForTest.jwks(second));
            await(market, old, 401);
            market.get("/v1/orders/" + order).as(fresh).send().expect(200);
            assertThat(status(market, market.token(Role.VIEWER, "li")))
                    .as("own tokens")
                    .isEqualTo(200);
        } finally {
            market.stop();
        }
    }

    @Test
    void aProviderThatIsAwayAtTheStartHindersNobodyAndIsFoundLater() {
        published.set(NO_KEYS);
        MarketForTest market =
                start("tokens.jwksUrl=http://127.0.0.1:" + publish().actualPort() + "/keys");
        try {
            assertThat(status(market, first.token("ayi", Role.VIEWER))).isEqualTo(401);
            assertThat(status(market, market.token(Role.VIEWER, "li"))).isEqualTo(200);
            published.set(ProviderForTest.jwks(first));
            await(market, first.token("ayi", Role.VIEWER), 200);
        } finally {
            market.stop();
        }
    }

    @Test
    void aKeyFileIsFollowedToo() throws IOException {
        Path file = Files.writeString(folder.resolve("keys.json"), ProviderForTest.jwks(first));
        MarketForTest market = start("tokens.jwksFile=" + file);
        try {
            assertThat(status(market, first.token("ayi", Role.VIEWER))).isEqualTo(200);
            Files.writeString(file, ProviderForTest.jwks(second));
            await(market, first.token("ayi", Role.VIEWER), 401);
            await(market, second.token("ayi", Role.VIEWER), 200);
        } finally {
            market.stop();
        }
    }

    @Test
    void aKeyFileThatCannotBeUsedKeepsTheServerFromStarting() throws IOException {
        assertThatThrownBy(() -> start("tokens.jwksFile=" + folder.resolve("none.json")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot use tokens.jwksFile");
        Path empty = Files.writeString(folder.resolve("keys.json"), "{\"keys\":[]}");
        assertThatThrownBy(() -> start("tokens.jwksFile=" + empty))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("no RS256, PS256 or ES256 key");
    }

    @Test
    void theServersOwnKeyIsRotatedWithoutLosingTheTokensOfTheOldOne() throws IOException {
        MarketForTest market = MarketForTest.start(folder);
        String old = market.token(Role.VIEWER, "ayi");
        market.stop();
        Path key = folder.resolve("secrets/token-hs256.key");
        Files.move(key, folder.resolve("secrets/token-hs256.old.key"));
        market = MarketForTest.start(folder);
        String fresh = market.token(Role.VIEWER, "ayi");
        assertThat(Base64.getUrlDecoder().decode(Files.readString(key).trim())).hasSize(32);
        assertThat(status(market, old)).isEqualTo(200);
        assertThat(status(market, fresh)).isEqualTo(200);
        market.stop();
        Files.delete(folder.resolve("secrets/token-hs256.old.key"));
        market = MarketForTest.start(folder);
        try {
            assertThat(status(market, old)).isEqualTo(401);
            assertThat(status(market, fresh)).isEqualTo(200);
        } finally {
            market.stop();
        }
    }
}
