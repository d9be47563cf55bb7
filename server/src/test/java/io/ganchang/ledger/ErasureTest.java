package io.ganchang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.config.PrivacyConfig;
import io.ganchang.domain.Event;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.Erasure.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is erased is gone, stays gone, and nobody who still needs it loses it. */
class ErasureTest {
    private static final SessionId SHOW = new SessionId("show");
    private static final String SINK = "file";

    @TempDir
    private Path folder;

    private Instant now = Instant.ofEpochMilli(EventsForTest.START_MS).plus(Duration.ofDays(1));
    private final EventsForTest events = new EventsForTest(SHOW);
    private LedgerForTest books;
    private Erasure erasure;

    @BeforeEach
    void open() {
        books = new LedgerForTest(folder);
        books.bear(SHOW);
        erasure = new Erasure(books.database(), List.of(SINK), () -> now);
    }

    @AfterEach
    void close() {
        books.close();
    }

    private static OrderId order(long number) {
        return OrderId.parse("show." + EventsForTest.suffix(number)).orElseThrow();
    }

    private void confirm(long from, long to) {
        List<Event> confirmed = new ArrayList<>();
        LongStream.rangeClosed(from, to).forEach(number -> confirmed.add(events.confirmed(number, "wang")));
        books.write(EventsForTest.entry(confirmed.toArray(new Event[0])));
    }

    private void delivered(long seq) {
        books.ledger().moveSink(SINK, SHOW, books.ledger().sinkSeq(SINK, SHOW), seq);
    }

    private List<String> attachments() {
        return books.ledger().eventsWithDelivery(SHOW, 0, 1_000).stream()
                .map(event -> String.valueOf(event.attachment()))
                .toList();
    }

    private Verdict erase(long number) {
        return erasure.erase(List.of(order(number)), "by_request", false).getOrDefault(order(number), Verdict.UNKNOWN);
    }

    @Test
    void anErasedOrderHasNoDeliveryDataAndTheOthersHave() {
        confirm(1, 2);
        delivered(2);
        assertThat(erase(1)).isEqualTo(Verdict.ERASED);
        assertThat(attachments()).containsExactly("null", EventsForTest.DELIVERY);
        assertThat(erase(1)).as("again").isEqualTo(Verdict.ERASED);
    }

    @Test
    void whatIsErasedStaysErasedWhateverComesLater() {
        confirm(1, 1);
        delivered(1);
        erase(1);
        books.write(EventsForTest.entry(events.cancelled(1, "wang")));
        Event again = events.confirmed(1, "wang");
        books.write(EventsForTest.entry(again));
        assertThat(again.attachment()).as("the event brings them again").isEqualTo(EventsForTest.DELIVERY);
        assertThat(attachments()).containsExactly("null", "null", "null");
    }

    /** The control: without a tombstone the same event does bring them back. */
    @Test
    void aDeletionWithoutATombstoneWouldNotLast() {
        confirm(1, 1);
        books.database().inWriting(transaction -> transaction.handle().execute("DELETE FROM delivery"));
        books.write(EventsForTest.entry(events.confirmed(1, "wang")));
        assertThat(attachments()).containsOnly(EventsForTest.DELIVERY);
    }

    @Test
    void anOrderThatASinkLacksIsLeftAlone() {
        confirm(1, 2);
        delivered(1);
        assertThat(erase(2)).isEqualTo(Verdict.UNDELIVERED);
        assertThat(attachments()).doesNotContain("null");
        delivered(2);
        assertThat(erase(2)).isEqualTo(Verdict.ERASED);
        books.write(EventsForTest.entry(events.cancelled(1, "wang")));
        assertThat(erase(1)).as("its cancellation is not delivered").isEqualTo(Verdict.UNDELIVERED);
    }

    @Test
    void whereThereIsNoSinkNobodyIsWaitedFor() {
        confirm(1, 1);
        Erasure alone = new Erasure(books.database(), List.of(), () -> now);
        assertThat(alone.erase(List.of(order(1)), "by_request", false)).containsValue(Verdict.ERASED);
    }

    @Test
    void aHeldOrderAndAnUnknownOneAreLeftAlone() {
        confirm(1, 1);
        delivered(1);
        books.database().inWriting(transaction -> transaction.handle().execute("UPDATE orders SET state = 'held'"));
        assertThat(erase(1)).isEqualTo(Verdict.HELD);
        assertThat(erase(7)).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aDryRunSaysTheSameAndDoesNothing() {
        confirm(1, 2);
        delivered(1);
        assertThat(erasure.erase(List.of(order(1), order(2)), "by_request", true))
                .isEqualTo(Map.of(order(1), Verdict.ERASED, order(2), Verdict.UNDELIVERED));
        assertThat(attachments()).doesNotContain("null");
    }

    @Test
    void ordersOfAViewerAreFoundAndNoOthers() {
        confirm(1, 2);
        books.write(EventsForTest.entry(events.confirmed(3, "li")));
        assertThat(erasure.ordersOf("wang", Optional.empty(), Optional.empty())).containsExactly(order(1), order(2));
        assertThat(erasure.ordersOf("wang", Optional.of(SHOW), Optional.of(order(1))))
                .containsExactly(order(2));
        assertThat(erasure.ordersOf("wang", Optional.of(new SessionId("other")), Optional.empty()))
                .isEmpty();
    }

    /** Deleted rows stay readable in a SQLite file unless it is told to overwrite them. */
    @Test
    void notEvenTheFilesOfTheDatabaseHaveIt() throws IOException {
        confirm(1, 900);
        delivered(900);
        assertThat(bytesHave("13800000000")).as("before").isTrue();
        for (long from = 1; from <= 900; from += 300) {
            erasure.erase(
                    LongStream.range(from, from + 300)
                            .mapToObj(ErasureTest::order)
                            .toList(),
                    "by_request",
                    false);
        }
        assertThat(books.database().checkpoint()).isTrue();
        assertThat(bytesHave("13800000000")).isFalse();
    }

    private boolean bytesHave(String text) throws IOException {
        boolean found = false;
        for (String name : List.of("ledger.db", "ledger.db-wal")) {
            String bytes = new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1);
            found |= bytes.contains(text);
        }
        return found;
    }

    private long pass() {
        return new Retention(erasure, new PrivacyConfig(180), () -> now).pass();
    }

    private void end() {
        books.write(EventsForTest.entry(
                events.event("session.ended", "host-1", "-", SHOW.value(), "ended 3 {\"title\":\"x\"}", null)));
    }

    @Test
    void deliveryDataAreKeptForAsLongAsTheSettingsSayAfterTheEndOfTheirSession() {
        confirm(1, 1_200);
        end();
        delivered(1_201);
        now = Instant.ofEpochMilli(EventsForTest.START_MS + 1_200)
                .plus(Duration.ofDays(180))
                .minusMillis(1);
        assertThat(pass()).isZero();
        now = now.plusMillis(1);
        assertThat(pass()).isEqualTo(1_200);
        assertThat(pass()).as("nothing is left").isZero();
        assertThat(attachments()).containsOnly("null");
    }

    @Test
    void retentionWaitsForTheSinksAndForTheEnd() {
        confirm(1, 2);
        now = now.plus(Duration.ofDays(4_000));
        assertThat(pass()).as("it has not ended").isZero();
        end();
        delivered(1);
        assertThat(pass()).isEqualTo(1);
        delivered(3);
        assertThat(pass()).isEqualTo(1);
    }
}
