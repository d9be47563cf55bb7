package io.ganchang.ledger;

import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import io.ganchang.domain.SessionState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final SessionId SESSION = new SessionId("s1");

    @TempDir
    Path folder;

    private LedgerForTest books;
    private Ledger ledger;
    private EventsForTest events;

    @BeforeEach
    void open() {
        books = new LedgerForTest(folder);
        ledger = books.ledger();
        events = new EventsForTest(SESSION);
        books.bear(SESSION);
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void itKeepsItsIdentity() {
        String uuid = ledger.uuid();
        books.close();
        books = new LedgerForTest(folder);
        assertThat(books.ledger().uuid()).isEqualTo(uuid);
    }

    @Test
    void aSessionIsBornOnceAndARepeatMeetsIt() {
        StoredSession again = StoredSession.newborn(SESSION, "another", "{\"x\":1}", "key-2", 5);
        assertThat(await(ledger.bear(again)).host()).isEqualTo("host-1");
        assertThat(await(ledger.session(SESSION)).orElseThrow().state()).isEmpty();
        assertThat(ledger.cursor(SESSION)).contains(LedgerCursor.newborn(SESSION));
    }

    @Test
    void sessionsAreListedByIdInPages() {
        for (String id : List.of("s3", "s2", "s4")) {
            books.bear(new SessionId(id));
        }
        books.write(EventsForTest.entry(events.started()));
        List<StoredSession> first = await(ledger.sessions(Optional.empty(), 2));
        List<StoredSession> second =
                await(ledger.sessions(Optional.of(first.get(1).id()), 10));
        assertThat(first).extracting(s -> s.id().value()).containsExactly("s1", "s2");
        assertThat(second).extracting(s -> s.id().value()).containsExactly("s3", "s4");
        assertThat(first.get(0).state()).contains(SessionState.LIVE);
        assertThat(first.get(0).document()).isEqualTo("{\"title\":\"赶 场\"}");
        assertThat(second).allSatisfy(s -> assertThat(s.state()).isEmpty());
    }

    @Test
    void aCancelledOrderKeepsAllThatWasKnownOfIt() {
        books.write(EventsForTest.entry(events.confirmed(1, "v1")));
        books.write(EventsForTest.entry(events.cancelled(1, "v1")));
        Order order = await(ledger.ordersOf("v1", Optional.empty(), 10)).get(0);
        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(order.seq()).isEqualTo(2);
        assertThat(order.reason()).isEqualTo("cancelled_by_viewer");
        assertThat(order.amountMinor()).isEqualTo(2 * 3990 + 2500 + 300);
        assertThat(ledger.eventsWithDelivery(SESSION, 0, 10))
                .extracting(Event::attachment)
                .containsExactly(EventsForTest.DELIVERY, EventsForTest.DELIVERY);
    }

    @Test
    void deliveryDataAreInTheirOwnTableAlone() {
        books.write(EventsForTest.entry(events.started(), events.confirmed(1, "v1")));
        assertThat(ledger.events(SESSION, 0, 10))
                .extracting(Event::attachment)
                .containsExactly("{\"reason\":\"go\"}", null);
        assertThat(ledger.eventsWithDelivery(SESSION, 0, 10))
                .extracting(Event::attachment)
                .containsExactly("{\"reason\":\"go\"}", EventsForTest.DELIVERY);
    }

    @Test
    void eventsComeBackAsTheyWereInPages() {
        List<Event> written = new ArrayList<>();
        for (int i = 1; i <= 25; i++) {
            Event event = events.confirmed(i, "v" + i);
            written.add(event);
            books.write(EventsForTest.entry(event));
        }
        List<Event> read = new ArrayList<>();
        List<Event> page = ledger.eventsWithDelivery(SESSION, 0, 10);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = ledger.eventsWithDelivery(SESSION, read.get(read.size() - 1).seq(), 10);
        }
        assertThat(read).isEqualTo(written);
    }

    @Test
    void ownOrdersAreListedNewestFirstInPages() {
        for (int i = 1; i <= 7; i++) {
            books.write(EventsForTest.entry(events.confirmed(i, "v1"), events.confirmed(100 + i, "v2")));
        }
        List<Long> listed = new ArrayList<>();
        Optional<OrderId> after = Optional.empty();
        List<Order> page = await(ledger.ordersOf("v1", after, 3));
        while (!page.isEmpty()) {
            page.forEach(order -> listed.add(order.createdMs() - EventsForTest.START_MS));
            after = Optional.of(page.get(page.size() - 1).id());
            page = await(ledger.ordersOf("v1", after, 3));
        }
        assertThat(listed).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(await(ledger.ordersOf("v1", Optional.of(order(101)), 3)))
                .as("another's order is no place to go on from")
                .isEmpty();
    }

    @Test
    void aCursorThatSomebodyElseMovedRollsEverythingBack() {
        LedgerCursor stale = ledger.cursor(SESSION).orElseThrow();
        books.write(EventsForTest.entry(events.confirmed(1, "v1")));
        EventsForTest other = new EventsForTest(SESSION);
        LedgerBatch batch = new LedgerBatch();
        batch.add(stale, EventsForTest.entry(other.confirmed(7, "v7")));
        assertThatThrownBy(() -> books.database().inWriting(transaction -> {
                    batch.write(transaction);
                    return batch;
                }))
                .isInstanceOf(CursorConflict.class)
                .hasMessageContaining("s1");
        assertThat(await(ledger.ordersOf("v7", Optional.empty(), 10))).isEmpty();
        assertThat(ledger.events(SESSION, 0, 10)).hasSize(1);
    }

    @Test
    void anEntryThatCannotBeReadIsNotTakenAtAll() {
        LedgerBatch batch = new LedgerBatch();
        Event good = events.confirmed(1, "v1");
        Event broken = events.event("order.confirmed", "v1", "-", EventsForTest.suffix(2), "c rubbish", null);
        assertThatThrownBy(() -> batch.add(LedgerCursor.newborn(SESSION), EventsForTest.entry(good, broken)))
                .isInstanceOf(UnreadableStream.class)
                .hasMessageContaining("s1.1.2");
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void anotherEpochIsNotRead() {
        EventsForTest later = new EventsForTest(SESSION, 2, 0);
        assertThatThrownBy(() -> new LedgerBatch()
                        .add(LedgerCursor.newborn(SESSION), EventsForTest.entry(later.confirmed(1, "v1"))))
                .isInstanceOf(UnreadableStream.class)
                .hasMessageContaining("epoch 2");
    }

    private static OrderId order(long number) {
        return new OrderId(SESSION, EventsForTest.suffix(number));
    }
}
