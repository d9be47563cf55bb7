package io.ganchang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderSearchTest {
    private static final SessionId SESSION = new SessionId("show");
    private static final OrderSearch CANCELLED = new OrderSearch(Optional.of(OrderState.CANCELLED), Optional.empty());

    private final LedgerForTest ledger;

    OrderSearchTest(@TempDir Path folder) {
        ledger = new LedgerForTest(folder);
        ledger.bear(SESSION);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** Copies of the one order there is, {@code count} of them, made in the database, each with a telephone number. */
    private void fill(int count) {
        ledger.write(EventsForTest.entry(new EventsForTest(SESSION).confirmed(0, "viewer")));
        ledger.database().inWriting(transaction -> {
            transaction
                    .handle()
                    .createUpdate("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"
                            + " INSERT INTO orders (id, session, seq, state, viewer, owner, channel, amount_minor, currency, record,"
                            + " created_ms, updated_ms) SELECT substr(o.id, 1, 11) || printf('%016d', (n.i * 48271) % 1000003),"
                            + " o.session, o.seq, CASE WHEN n.i = 1 THEN 'cancelled' ELSE o.state END, o.viewer, o.owner,"
                            + " o.channel, o.amount_minor, o.currency, o.record, o.created_ms + n.i, o.updated_ms"
                            + " FROM orders o, n")
                    .bind("count", count)
                    .execute();
            return transaction
                    .handle()
                    .createUpdate("INSERT INTO delivery SELECT id,"
                            + " '{\"division\":\"330602001001\",\"name\":\"王芳\",\"phone\":\"138' ||"
                            + " printf('%08d', rowid) || '\",\"street\":\"人民路1号\"}' FROM orders WHERE true"
                            + " ON CONFLICT DO NOTHING")
                    .execute();
        });
    }

    private OrderSearch.Page search(OrderSearch search, Optional<OrderId> after) {
        return LedgerForTest.await(ledger.ledger().ordersIn(SESSION, search, after, 50));
    }

    private static OrderSearch phone(String digits) {
        return new OrderSearch(Optional.empty(), Optional.of(digits));
    }

    @Test
    void amongAHundredThousandOrdersATelephoneIsFoundInOneSearch() {
        fill(100_000);
        long startedNs = System.nanoTime();
        OrderSearch.Page page = search(phone("4711"), Optional.empty());
        System.out.println("searched 100,000 orders in " + (System.nanoTime() - startedNs) / 1_000_000 + " ms");
        assertThat(page.orders())
                .hasSize(10)
                .allMatch(found -> found.delivery() != null
                        && String.valueOf(found.delivery().phone()).endsWith("4711"));
        assertThat(page.next()).isEmpty();
    }

    @Test
    void aSearchPassesOverABoundedNumberAndSaysWhereToGoOn() {
        fill(SessionOrderTable.SCANNED_MAX + 1_000);
        OrderSearch.Page first = search(CANCELLED, Optional.empty());
        assertThat(first.orders()).isEmpty();
        assertThat(first.next()).isPresent();
        OrderSearch.Page second = search(CANCELLED, first.next());
        assertThat(second.orders()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void pagesOfASearchMissNothing() {
        fill(1_000);
        List<DeliveredOrder> found = new ArrayList<>();
        Optional<OrderId> next = Optional.empty();
        do {
            OrderSearch.Page page = search(new OrderSearch(Optional.of(OrderState.CONFIRMED), Optional.empty()), next);
            found.addAll(page.orders());
            next = page.next();
        } while (next.isPresent());
        assertThat(found).hasSize(1_000).extracting(order -> order.order().id()).doesNotHaveDuplicates();
    }

    @Test
    void theCommandsAreReadThroughTheirOwnIndex() {
        List<String> plan = ledger.database()
                .inReading(transaction -> transaction
                        .handle()
                        .createQuery("EXPLAIN QUERY PLAN SELECT e.body FROM event e WHERE e.session = 's' AND e.seq < 9"
                                + " AND (e.type LIKE 'offer.%' OR e.type LIKE 'session.%') ORDER BY e.seq DESC LIMIT 5")
                        .map((row, context) -> row.getString("detail"))
                        .list());
        assertThat(plan).singleElement().asString().contains("event_of_commands");
    }
}
