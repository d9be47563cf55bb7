package io.ganchang.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.Act;
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
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
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

/** A buyer against a server that answers by script. */
class BuyerTest {
    private static final String ORDER = "{\"id\":\"show.aaaaaaaaaaaaaaaaaaaaaa\",\"state\":\"confirmed\"}";

    @TempDir
    Path folder = Path.of("");

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    private final Tally tally = new Tally();
    private final Show show = new RandomShow(1, 100, 10, MoneyMix.NONE);
    private final Queue<Consumer<HttpServerRequest>> script = new ArrayDeque<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void aKey() throws Exception {
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/token-hs256.key"), "A".repeat(43));
    }

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anOrderIsPlacedAtOnce() throws Exception {
        script.add(request -> answer(request, 201, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        assertThat(journal())
                .extracting(entry -> entry.getClass().getSimpleName())
                .containsExactly("Wanted", "Sent", "Acked");
    }

    @Test
    void anUnknownOutcomeIsAskedAgainWithTheSameKey() throws Exception {
        script.add(request -> later(request, "outcome_unknown"));
        script.add(request -> answer(request, 200, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        assertThat(keys).hasSize(2).containsOnly(keys.element());
        assertThat(tally.get(Tally.Count.UNKNOWN)).isEqualTo(1);
    }

    @Test
    void aBrokenConnectionIsAnUnknownOutcome() throws Exception {
        script.add(request -> request.connection().close());
        script.add(request -> answer(request, 200, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        assertThat(journal()).anyMatch(JournalEntry.Unknown.class::isInstance);
    }

    @Test
    void aRefusalThatAnEarlierAttemptMayOvertakeIsNotAnAnswer() throws Exception {
        script.add(request -> request.connection().close());
        script.add(request -> answer(request, 409, "{\"code\":\"sold_out\"}"));
        script.add(request -> answer(request, 200, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        List<JournalEntry> journal = journal();
        long finalAtMs = journal.stream()
                .filter(JournalEntry.Unknown.class::isInstance)
                .mapToLong(entry -> ((JournalEntry.Unknown) entry).finalAtMs())
                .max()
                .orElseThrow();
        assertThat(journal.stream().filter(JournalEntry.Sent.class::isInstance).skip(2))
                .singleElement()
                .satisfies(
                        entry -> assertThat(((JournalEntry.Sent) entry).atMs()).isGreaterThanOrEqualTo(finalAtMs));
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        script.add(request -> answer(request, 409, "{\"code\":\"sold_out\"}"));
        assertThat(place()).isEqualTo("sold_out");
        assertThat(keys).hasSize(1);
    }

    @Test
    void anOverloadedServerIsAskedLater() throws Exception {
        script.add(request -> later(request, "overloaded"));
        script.add(request -> answer(request, 201, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        List<JournalEntry> sent =
                journal().stream().filter(JournalEntry.Sent.class::isInstance).toList();
        assertThat(((JournalEntry.Sent) sent.get(1)).atMs() - ((JournalEntry.Sent) sent.get(0)).atMs())
                .isGreaterThanOrEqualTo(1000);
    }

    @Test
    void aServerThatForgetsRetryAfterIsNoted() throws Exception {
        script.add(request -> answer(request, 503, "{\"code\":\"overloaded\"}"));
        script.add(request -> answer(request, 201, ORDER));
        assertThat(place()).isEqualTo(Errand.DONE);
        assertThat(journal())
                .anyMatch(entry -> entry instanceof JournalEntry.Acked acked
                        && acked.act() == Act.PLACE
                        && "overloaded without Retry-After".equals(acked.code()));
    }

    @Test
    void aServerThatIsNotThereWasSentNothing() throws Exception {
        try (Journal journal = Journal.begin(folder.resolve("journal.jsonl"))) {
            int port = Ports.free().http();
            assertThat(onLoop(() -> {
                        Buyer buyer = buyer(port, journal);
                        vertx.setTimer(500, unused -> buyer.losePatience());
                        return place(buyer);
                    }))
                    .isEqualTo(Errand.GIVEN_UP);
        }
        assertThat(journal())
                .noneMatch(JournalEntry.Sent.class::isInstance)
                .anyMatch(JournalEntry.Unsent.class::isInstance);
    }

    private String place() throws Exception {
        HttpServer server = vertx.createHttpServer().requestHandler(this::serve);
        int port = Ports.free().http();
        try (Journal journal = Journal.begin(folder.resolve("journal.jsonl"))) {
            return onLoop(() -> server.listen(port, "127.0.0.1").compose(unused -> place(buyer(port, journal))));
        }
    }

    private Buyer buyer(int port, Journal journal) {
        try {
            return new Buyer(
                    vertx,
                    new Market(vertx, port),
                    "show",
                    Tokens.of(folder, clocks),
                    show,
                    new Buyer.Notes(journal, tally, new FirstOrder(), clocks),
                    new SplittableRandom(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<String> place(Buyer buyer) {
        return buyer.place(buyer.want(show.plan(1).wish()), OptionalLong.empty());
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
        keys.add(request.getHeader("Idempotency-Key"));
        request.body().onSuccess(unused -> script.remove().accept(request));
    }

    private static void later(HttpServerRequest request, String code) {
        request.response().putHeader("Retry-After", "1");
        answer(request, 503, "{\"code\":\"" + code + "\"}");
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response().setStatusCode(status).end(body);
    }
}
