package io.ganchang.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.load.journal.Journal;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.JournalReader;
import io.ganchang.load.process.Ports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider behind the sandbox, against a server that answers by script. */
class ProviderTest {
    private static final Provider.Charge CHARGE =
            new Provider.Charge("show-p1-0", "show.aaaaaaaaaaaaaaaaaaaaaa", 3990, "CNY");

    @TempDir
    Path folder = Path.of("");

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final Queue<Consumer<HttpServerRequest>> script = new ArrayDeque<>();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void secrets() throws Exception {
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/token-hs256.key"), "A".repeat(43));
        Files.writeString(folder.resolve("secrets/sandbox-webhook.key"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
    }

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aNoticeIsSignedAsThePublishedExampleIs() throws Exception {
        Clocks then = new Clocks(InstantSource.fixed(Instant.ofEpochSecond(1614265330)), System::nanoTime);
        Map<String, String> headers =
                WebhookSignature.of(folder, then).headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}");
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aNoticeIsRepeatedUnderOneIdUntilTheServerHasIt() throws Exception {
        script.add(request -> answer(request, 503));
        script.add(request -> request.connection().close());
        script.add(request -> answer(request, 204));
        tell();
        assertThat(notices).hasSize(3).containsOnly("msg_1");
        assertThat(journal()).filteredOn(JournalEntry.Charged.class::isInstance).hasSize(1);
        assertThat(journal())
                .filteredOn(entry -> entry instanceof JournalEntry.NoticeAnswered answer && answer.recorded())
                .hasSize(1);
    }

    @Test
    void aNoticeSaysWhatWasPaidForWhat() throws Exception {
        script.add(request -> answer(request, 204));
        tell();
        JsonNode body = new ObjectMapper().readTree(bodies.element());
        assertThat(body.path("order").asText()).isEqualTo(CHARGE.order());
        assertThat(body.path("status").asText()).isEqualTo("paid");
        assertThat(body.path("amountMinor").asLong()).isEqualTo(3990);
        assertThat(body.path("currency").asText()).isEqualTo("CNY");
        assertThat(body.path("paymentId").asText()).isEqualTo(CHARGE.payment());
    }

    @Test
    void aNoticeThatIsRefusedIsNotRepeated() throws Exception {
        script.add(request -> answer(request, 401));
        tell();
        assertThat(notices).hasSize(1);
    }

    private void tell() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(this::serve);
        int port = Ports.free().http();
        try (Journal journal = Journal.begin(folder.resolve("journal.jsonl"))) {
            onLoop(() -> server.listen(port, "127.0.0.1").compose(unused -> tell(provider(port, journal))));
        }
    }

    private static Future<Void> tell(Provider provider) {
        provider.take(CHARGE);
        return provider.tell(CHARGE, "msg_1");
    }

    private Provider provider(int port, Journal journal) {
        try {
            Market market = new Market(vertx, port);
            Buyer buyer = new Buyer(
                    vertx,
                    market,
                    "show",
                    Tokens.of(folder, clocks),
                    new RandomShow(1, 100, 10, MoneyMix.NONE),
                    new Buyer.Notes(journal, new Tally(), new FirstOrder(), clocks),
                    new SplittableRandom(1));
            return new Provider(vertx, market, WebhookSignature.of(folder, clocks), buyer, new SplittableRandom(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T onLoop(Supplier<Future<T>> work) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(unused -> work.get().onComplete(done));
        return done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private List<JournalEntry> journal() throws Exception {
        return JournalReader.read(folder.resolve("journal.jsonl"));
    }

    private void serve(HttpServerRequest request) {
        notices.add(request.getHeader("webhook-id"));
        request.body().onSuccess(body -> {
            bodies.add(body.toString());
            script.remove().accept(request);
        });
    }

    private static void answer(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }
}
