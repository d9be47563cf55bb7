package io.ganchang.ledger;

import static io.ganchang.ledger.EventsForTest.entry;
import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Event;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session comes to is the sum of what its orders say, read from an index alone. */
class SessionTotalsTest {
    private static final SessionId SESSION = new SessionId("rice-night");

    private final EventsForTest events = new EventsForTest(SESSION);
    private LedgerForTest books;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        books = new LedgerForTest(folder);
        books.bear(SESSION);
    }

    @AfterEach
    void close() {
        books.close();
    }

    private SessionTotals totals() {
        return books.database().inReading(transaction -> SessionTotalsTable.of(transaction, SESSION));
    }

    @Test
    void whatOrdersSayIsAddedUpByStateAndCurrency() {
        books.write(
                entry(events.moneyed(Event.ORDER_HELD, "h", 1, "viewer-1", "d 0 0", "")),
                entry(events.moneyed(Event.ORDER_HELD, "h", 2, "viewer-2", "d 0 0", "")),
                entry(events.moneyed(Event.ORDER_CONFIRMED, "c", 3, "viewer-3", "r 10780 1000", " sandbox:p 3000 -")),
                entry(events.moneyed(
                        Event.ORDER_CANCELLED, "x", 4, "viewer-4", "f 10780 10780", " sandbox:q 10780 -")));
        SessionTotals totals = totals();
        assertThat(totals.seq()).isEqualTo(4);
        assertThat(totals.orders())
                .containsEntry(OrderState.HELD, 2L)
                .containsEntry(OrderState.CONFIRMED, 1L)
                .containsEntry(OrderState.CANCELLED, 1L)
                .containsEntry(OrderState.EXPIRED, 0L);
        assertThat(totals.money()).containsOnlyKeys("CNY");
        long amount = totals.sums().stream()
                .filter(sum -> sum.state() == OrderState.HELD)
                .mapToLong(OrderSum::amountMinor)
                .sum();
        assertThat(totals.money()).containsEntry("CNY", new SessionTotals.Takings(amount, 21_560, 11_780, 2_000));
        assertThat(totals.money().values().iterator().next().keptMinor()).isEqualTo(7_780);
    }

    @Test
    void aSessionWithoutOrdersComesToNothing() {
        assertThat(totals()).isEqualTo(new SessionTotals(0, List.of(), 0, 0));
    }

    @Test
    void totalsAreAddedUpOnceASecondAtMost() {
        SessionTotals first = await(books.ledger().totals(SESSION));
        assertThat(await(books.ledger().totals(SESSION))).isEqualTo(first);
    }

    @Test
    void noOrdersRowIsRead() {
        List<String> plan = books.database()
                .inReading(transaction -> transaction
                        .handle()
                        .createQuery("EXPLAIN QUERY PLAN " + SessionTotalsTable.SUMS)
                        .bind("session", SESSION.value())
                        .map((row, context) -> row.getString("detail"))
                        .list());
        assertThat(plan).singleElement().asString().contains("USING COVERING INDEX orders_totals");
    }
}
