package io.ganchang.ledger;

import static io.ganchang.ledger.EventsForTest.entry;
import static io.ganchang.ledger.LedgerForTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.Event;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(totals.ordersByState())
                .containsEntry(OrderState.HELD, 2L)
                .containsEntry(OrderState.CONFIRMED, 1L)
                .containsEntry(OrderState.CANCELLED, 1L)
                .containsEntry(OrderState.EXPIRED, 0L);
        long amount = totals.orders().stream()
                .filter(sum -> sum.state() == OrderState.HELD)
                .mapToLong(OrderSum::amountMinor)
                .sum();
        assertThat(totals.money()).isEqualTo(Map.of("CNY", new SessionTotals.Takings(amount, 0, 0, 0)));
    }

    @Test
    void moneyIsThatOfPaymentsAndRefundsWhateverTheyAreFor() {
        SessionTotals totals = new SessionTotals(
                9,
                List.of(new OrderSum(OrderState.CONFIRMED, "CNY", 1, 3_000)),
                Map.of("CNY", 3_057L, "USD", 1_000L),
                List.of(
                        new RefundSum(RefundState.DONE, "CNY", 1, 0, 50),
                        new RefundSum(RefundState.DUE, "CNY", 1, 1, 1_007),
                        new RefundSum(RefundState.DUE, "USD", 1, 0, 1_000)));
        assertThat(totals.money())
                .isEqualTo(Map.of(
                        "CNY", new SessionTotals.Takings(0, 3_057, 50, 1_007),
                        "USD", new SessionTotals.Takings(0, 1_000, 0, 1_000)));
        assertThat(totals.refundsDue()).isEqualTo(2);
        assertThat(totals.refundsStuck()).isEqualTo(1);
        assertThat(totals.money().values())
                .extracting(SessionTotals.Takings::keptMinor)
                .contains(2_000L, 0L);
    }

    @Test
    void aSessionWithoutOrdersComesToNothing() {
        assertThat(totals()).isEqualTo(new SessionTotals(0, List.of(), Map.of(), List.of()));
    }

    @Test
    void totalsAreAddedUpOnceASecondAtMost() {
        AtomicLong nanos = new AtomicLong();
        LiveTotals live = new LiveTotals(books.database(), nanos::get);
        assertThat(await(live.of(SESSION)).seq()).isZero();
        books.write(entry(events.moneyed(Event.ORDER_HELD, "h", 1, "viewer-1", "d 0 0", "")));

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(await(live.of(SESSION)).seq()).as("as it was").isZero();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(await(live.of(SESSION)).seq()).as("added up anew").isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("sums")
    void noRowIsRead(String sum, String index) {
        List<String> plan = books.database()
                .inReading(transaction -> transaction
                        .handle()
                        .createQuery("EXPLAIN QUERY PLAN " + sum)
                        .bind("session", SESSION.value())
                        .map((row, context) -> row.getString("detail"))
                        .list());
        assertThat(plan).singleElement().asString().contains("USING COVERING INDEX " + index);
    }

    static Stream<Arguments> sums() {
        return Stream.of(
                Arguments.of(SessionTotalsTable.ORDERS, "orders_totals"),
                Arguments.of(SessionTotalsTable.PAYMENTS, "payment_totals"),
                Arguments.of(SessionTotalsTable.REFUNDS, "refund_totals"));
    }
}
