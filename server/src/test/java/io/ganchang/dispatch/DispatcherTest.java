package io.ganchang.dispatch;

import static io.ganchang.ledger.EventsForTest.suffix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ganchang.config.FulfilmentConfig;
import io.ganchang.dispatch.sink.file.FileSink;
import io.ganchang.dispatch.sink.file.FulfilmentFile;
import io.ganchang.domain.Event;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.ClosedBooks;
import io.ganchang.ledger.EventsForTest;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerForTest;
import io.ganchang.ledger.SinkLag;
import io.ganchang.redis.SettleRefund.Settled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
    private static final SessionId FIRST = new SessionId("s1");
    private static final SessionId SECOND = new SessionId("s2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final FulfilmentConfig CONFIG = new FulfilmentConfig(true, 7, 10);

    @TempDir
    Path data;

    private LedgerForTest books;
    private Ledger ledger;
    private Path folder;

    @BeforeEach
    void open() {
        books = new LedgerForTest(data);
        ledger = books.ledger();
        folder = data.resolve("fulfilment");
        books.bear(FIRST);
        books.bear(SECOND);
    }

    @AfterEach
    void close() {
        books.close();
    }

    private Dispatcher start(Sink sink) {
        Dispatcher dispatcher = new Dispatcher(ledger, sink, CONFIG, System::nanoTime, new Random(1));
        dispatcher.start();
        return dispatcher;
    }

    private void dispatchAll() throws IOException {
        try (Dispatcher dispatcher = start(FileSink.into(folder))) {
            await().atMost(PATIENCE).until(() -> ledger.lagging("file").isEmpty());
            assertThat(dispatcher.halted()).isEmpty();
        }
    }

    /** Orders of {@code session}, some cancelled, with a session event before and between. */
    private void sell(SessionId session, int orders) {
        EventsForTest events = new EventsForTest(session);
        books.write(EventsForTest.entry(events.started()));
        for (int i = 1; i <= orders; i++) {
            books.write(EventsForTest.entry(events.confirmed(i, "v" + i)));
            if (i % 3 == 0) {
                books.write(EventsForTest.entry(events.started(), events.cancelled(i, "v" + i)));
            }
        }
    }

    /** What is wrong with the file, judged by the ledger: nothing, where each order event is there once, in order. */
    private List<String> differences(SessionId session) throws IOException {
        List<String> expected = ledger.events(session, 0, Ledger.PAGE_MAX).stream()
                .filter(Event::isOfOrder)
                .map(event -> event.id().toString())
                .toList();
        List<String> found = new ArrayList<>();
        Path file = FulfilmentFile.path(folder, session);
        if (Files.exists(file)) {
            FulfilmentFile.read(file, line -> found.add(line.id().toString()));
        }
        List<String> differences = new ArrayList<>(expected);
        found.forEach(id -> {
            if (!differences.remove(id)) {
                differences.add("too often: " + id);
            }
        });
        return differences;
    }

    @Test
    void everyOrderEventReachesTheFileOnce() throws IOException {
        sell(FIRST, 40);
        sell(SECOND, 5);
        dispatchAll();
        assertThat(differences(FIRST)).isEmpty();
        assertThat(differences(SECOND)).isEmpty();
        assertThat(Files.readString(FulfilmentFile.path(folder, FIRST)))
                .as("a cancelled order goes out with its delivery too")
                .containsPattern("order\\.cancelled\\.v1.*13800000000");
    }

    @Test
    void whatMoneyDoesToAClosedSessionReachesTheFileToo() throws IOException {
        EventsForTest events = new EventsForTest(FIRST);
        books.write(EventsForTest.entry(
                events.moneyed(Event.ORDER_CONFIRMED, "c", 1, "v1", "p 10780 0", " sandbox:pay-1 0 -")));
        books.write(EventsForTest.entry(
                events.event("payment.received", "sandbox", "-", "sandbox:pay-1", suffix(1) + " CNY 10780 0 0 -", null),
                events.event("session.closed", "ganchang", "-", FIRST.value(), "closed 9 {}", "{}")));
        dispatchAll();
        ClosedBooks closed = ledger.closedBooks(InstantSource.system());
        LedgerForTest.await(closed.settle(
                FIRST,
                new Settled(
                        new PaymentKey("sandbox", "pay-1"), "CNY", 10_780, OptionalLong.empty(), false, "notice-1")));
        dispatchAll();
        assertThat(Files.readString(FulfilmentFile.path(folder, FIRST)).lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("\"type\":\"io.ganchang.order.refunded.v1\"", "\"refundedMinor\":10780");
    }

    @Test
    void aCrashBetweenFileAndCursorDoublesNothing() throws IOException {
        sell(FIRST, 40);
        Outbox outbox = new Outbox(ledger, "file");
        for (int crash = 0; crash < 10; crash++) {
            try (FileSink sink = FileSink.into(folder)) {
                deliverNext(outbox, sink, 1 + crash); // and no word of it to the ledger
            }
            try (FileSink sink = FileSink.into(folder)) {
                Outbox.Batch batch = deliverNext(outbox, sink, 3);
                outbox.delivered(batch);
            }
        }
        dispatchAll();
        assertThat(differences(FIRST)).isEmpty();
    }

    /** Negative control: the same crash, with the cursor moved first, must be seen as a loss. */
    @Test
    void aCursorThatMovesBeforeTheFileLosesEvents() throws IOException {
        sell(FIRST, 40);
        Outbox outbox = new Outbox(ledger, "file");
        SinkLag lag = outbox.lagging().get(0);
        Outbox.Batch lost = outbox.next(lag, 5);
        outbox.delivered(lost); // and the crash comes before the file is written
        try (Dispatcher dispatcher = start(FileSink.into(folder))) {
            await().atMost(PATIENCE).until(() -> dispatcher.halted().containsKey(FIRST));
            assertThat(dispatcher.halted().get(FIRST)).contains("s1.jsonl");
        }
        assertThat(differences(FIRST))
                .containsAll(lost.events().stream()
                        .map(event -> event.id().toString())
                        .toList());
    }

    @Test
    void linesThatVanishHaltThatSessionAlone() throws IOException {
        sell(FIRST, 10);
        sell(SECOND, 10);
        dispatchAll();
        Files.delete(FulfilmentFile.path(folder, FIRST));
        EventsForTest more =
                new EventsForTest(FIRST, 1, ledger.cursor(FIRST).orElseThrow().seq());
        books.write(EventsForTest.entry(more.confirmed(900, "v")));
        EventsForTest others =
                new EventsForTest(SECOND, 1, ledger.cursor(SECOND).orElseThrow().seq());
        books.write(EventsForTest.entry(others.confirmed(900, "v")));
        try (Dispatcher dispatcher = start(FileSink.into(folder))) {
            await().atMost(PATIENCE).until(() -> dispatcher.halted().containsKey(FIRST));
            await().atMost(PATIENCE).until(() -> differences(SECOND).isEmpty());
        }
        assertThat(FulfilmentFile.path(folder, FIRST)).doesNotExist();
    }

    @Test
    void aFailingSessionIsTriedAgainAndHoldsUpNobody() throws IOException {
        sell(FIRST, 10);
        sell(SECOND, 10);
        AtomicInteger failures = new AtomicInteger();
        Sink flaky = new FlakySink(FileSink.into(folder), failures);
        try (Dispatcher dispatcher = start(flaky)) {
            await().atMost(PATIENCE).until(() -> differences(SECOND).isEmpty());
            await().atMost(PATIENCE).until(() -> ledger.lagging("file").isEmpty());
            assertThat(dispatcher.halted()).isEmpty();
        }
        assertThat(failures.get()).isGreaterThanOrEqualTo(FlakySink.FAILURES);
        assertThat(differences(FIRST)).isEmpty();
    }

    /** Fails for one session a few times, now before and now after it has delivered. */
    private record FlakySink(Sink real, AtomicInteger failures) implements Sink {
        static final int FAILURES = 4;

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public void deliver(SessionId session, long deliveredSeq, List<OutboundEvent> events) throws IOException {
            boolean fails = session.equals(FIRST) && failures.incrementAndGet() <= FAILURES;
            if (!fails || failures.get() % 2 == 0) {
                real.deliver(session, deliveredSeq, events);
            }
            if (fails) {
                throw new IOException("no");
            }
        }

        @Override
        public void close() {
            real.close();
        }
    }

    @Test
    void aSignalIsEnoughToDeliverWhatIsNew() throws IOException {
        FulfilmentConfig rarely = new FulfilmentConfig(true, 100, 60_000);
        try (Dispatcher dispatcher =
                new Dispatcher(ledger, FileSink.into(folder), rarely, System::nanoTime, new Random(1))) {
            dispatcher.start();
            sell(FIRST, 3);
            dispatcher.wake();
            await().atMost(PATIENCE).until(() -> ledger.lagging("file").isEmpty());
        }
        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void closingDeliversWhatTheLedgerHas() throws IOException {
        sell(FIRST, 30);
        start(FileSink.into(folder)).close();
        assertThat(ledger.lagging("file")).isEmpty();
        assertThat(differences(FIRST)).isEmpty();
    }

    @Test
    void twentyThousandEventsAreDelivered() throws IOException {
        EventsForTest events = new EventsForTest(FIRST);
        for (int i = 0; i < 20; i++) {
            Event[] batch = new Event[1_000];
            for (int j = 0; j < batch.length; j++) {
                batch[j] = events.confirmed(i * 1_000L + j, "v" + j);
            }
            books.write(EventsForTest.entry(batch));
        }
        long startNanos = System.nanoTime();
        try (Dispatcher dispatcher = new Dispatcher(
                ledger,
                FileSink.into(folder),
                new FulfilmentConfig(true, 1_000, 10),
                System::nanoTime,
                new Random(1))) {
            dispatcher.start();
            await().atMost(PATIENCE).until(() -> ledger.lagging("file").isEmpty());
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        System.out.printf("20000 events delivered in %.2f s, %.0f/s%n", seconds, 20_000 / seconds);
        List<Long> seqs = new ArrayList<>();
        FulfilmentFile.read(
                FulfilmentFile.path(folder, FIRST), line -> seqs.add(line.id().seq()));
        assertThat(seqs).hasSize(20_000).isSorted().doesNotHaveDuplicates();
    }

    private static Outbox.Batch deliverNext(Outbox outbox, Sink sink, int eventsMax) throws IOException {
        SinkLag lag = outbox.lagging().get(0);
        Outbox.Batch batch = outbox.next(lag, eventsMax);
        if (!batch.events().isEmpty()) {
            sink.deliver(batch.session(), batch.deliveredSeq(), batch.events());
        }
        return batch;
    }
}
