package io.ganchang.load.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.app.ServerParts;
import io.ganchang.load.traffic.Clocks;
import io.ganchang.load.traffic.Tokens;
import io.ganchang.redis.OffLoopRedis;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselinesTest {
    private static final long SECONDS_MAX = 30;
    private static final UsualShop.Terms NO_LIMIT = new UsualShop.Terms(3990, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void bareConfirmsWhateverIsAnOrder() throws Exception {
        try (Listening bare = Bare.open(0, 1)) {
            HttpResponse<String> answer = await(ask(bare, "no token", "key", body("melon", 1)));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(JSON.readTree(answer.body()).path("state").textValue()).isEqualTo("confirmed");
        }
    }

    @Test
    void bareRefusesWhatIsNoOrderAsTheServerDoes() throws Exception {
        try (Listening bare = Bare.open(0, 1)) {
            HttpResponse<String> answer = await(ask(bare, "no token", "key", "{\"lines\":[]}"));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).path("code").textValue()).isEqualTo("invalid_request");
        }
    }

    @Test
    void anEchoIsInTheFileBeforeItIsAnswered() throws Exception {
        Path file = folder.resolve("orders");
        try (SyncedFile orders = SyncedFile.open(file);
                Listening echo = EchoFsync.open(0, 2, orders)) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> ask(echo, "no token", "key", body("melon", i + 1)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                assertThat(await(answers.get(i)).statusCode()).isEqualTo(201);
                assertThat(Files.readAllLines(file)).contains(body("melon", i + 1));
            }
            assertThat(Files.readAllLines(file)).hasSize(50);
        }
    }

    @Test
    void theUsualShopOversellsNothing() throws Exception {
        try (RedisOfItsOwn redis = RedisOfItsOwn.start(folder, Aof.ALWAYS);
                Listening usual = usual(redis, 100, NO_LIMIT)) {
            Tokens tokens = tokens();
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 400)
                    .mapToObj(i -> ask(usual, tokens.of("viewer", "viewer-" + i % 40), "k" + i, body("melon", 1)))
                    .toList();
            long placed = 0;
            long soldOut = 0;
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                placed += await(answer).statusCode() == 201 ? 1 : 0;
                soldOut += await(answer).statusCode() == 409 ? 1 : 0;
            }
            assertThat(placed).isEqualTo(100);
            assertThat(soldOut).isEqualTo(300);
            assertThat(ask(redis, "stock:melon")).isEqualTo("0");
        }
    }

    @Test
    void theUsualShopMeetsARepeatWithItsOrder() throws Exception {
        try (RedisOfItsOwn redis = RedisOfItsOwn.start(folder, Aof.EVERYSEC);
                Listening usual = usual(redis, 10, NO_LIMIT)) {
            String token = tokens().of("viewer", "ayi");
            HttpResponse<String> first = await(ask(usual, token, "same", body("melon", 2)));
            HttpResponse<String> second = await(ask(usual, token, "same", body("melon", 2)));
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
            assertThat(JSON.readTree(second.body())).isEqualTo(JSON.readTree(first.body()));
            assertThat(ask(redis, "stock:melon")).isEqualTo("8");
        }
    }

    @Test
    void theUsualShopKeepsTheLimitOfAViewer() throws Exception {
        try (RedisOfItsOwn redis = RedisOfItsOwn.start(folder, Aof.OFF);
                Listening usual = usual(redis, 10, new UsualShop.Terms(3990, 2))) {
            String token = tokens().of("viewer", "ayi");
            assertThat(await(ask(usual, token, "a", body("melon", 2))).statusCode())
                    .isEqualTo(201);
            HttpResponse<String> beyond = await(ask(usual, token, "b", body("melon", 1)));
            assertThat(JSON.readTree(beyond.body()).path("code").textValue()).isEqualTo("viewer_limit");
        }
    }

    @Test
    void theUsualShopChecksTokens() throws Exception {
        try (RedisOfItsOwn redis = RedisOfItsOwn.start(folder, Aof.OFF);
                Listening usual = usual(redis, 10, NO_LIMIT)) {
            assertThat(await(ask(usual, "forged", "a", body("melon", 1))).statusCode())
                    .isEqualTo(401);
            assertThat(ask(redis, "stock:melon")).isEqualTo("10");
        }
    }

    private Listening usual(RedisOfItsOwn redis, long stock, UsualShop.Terms terms) {
        return Usual.open(
                0, 2, folder, new Usual.Connections(redis.socket(), 6), new Usual.Sale("melon", stock, terms));
    }

    private Tokens tokens() throws IOException {
        byte[] key = ServerParts.tokenKey(folder);
        assertThat(key).hasSize(32);
        return Tokens.of(folder, new Clocks(InstantSource.system(), System::nanoTime));
    }

    private static String ask(RedisOfItsOwn redis, String key) {
        try (OffLoopRedis client = OffLoopRedis.toSocket(redis.socket());
                StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().get(key);
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(Listening server, String token, String key, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/sessions/compare/orders"))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    private static String body(String offer, int quantity) {
        return "{\"lines\":[{\"offer\":\"" + offer + "\",\"quantity\":" + quantity
                + "}],\"delivery\":{\"division\":\"330602001001\",\"name\":\"王芳\",\"phone\":\"13800000919\"}}";
    }
}
