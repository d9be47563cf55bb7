package io.ganchang.load.oracle;

import static io.ganchang.load.oracle.MarketOnPaper.MELON;
import static io.ganchang.load.oracle.MarketOnPaper.MELONS;
import static io.ganchang.load.oracle.MarketOnPaper.PEAR;
import static io.ganchang.load.oracle.MarketOnPaper.SESSION;
import static io.ganchang.load.oracle.MarketOnPaper.orderId;
import static io.ganchang.load.oracle.MarketOnPaper.suffix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one fault at a time in clean books: each must be found, by the promise that it breaks. */
class OracleTest {
    private static final Line TWO_MELONS = new Line(MELON, 2);
    private static final Line PEARS = new Line(PEAR, 3);

    @TempDir
    Path folder = Path.of("");

    private final MarketOnPaper market = new MarketOnPaper();

    @BeforeEach
    void aMarketWithAnOrderOfEachKind() {
        market.buy(1, "ann", TWO_MELONS);
        market.buy(2, "bo", TWO_MELONS, PEARS);
        market.buy(3, "cai", PEARS);
        market.cancel(3);
        market.want(4, "dee", TWO_MELONS);
        market.sent(4, 1);
        market.refused(4, 1, "sold_out");
        market.journal.add(new JournalEntry.Drained(1, MELON));
    }

    @Test
    void cleanBooksKeepEveryPromise() throws Exception {
        assertThat(Oracle.judge(market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void anAcknowledgedOrderThatIsNotStoredIsFound() throws Exception {
        market.orders.remove(orderId(2));
        assertBroken(new AckedIsStored()).singleElement().asString().contains(orderId(2));
    }

    @Test
    void aGhostOrderIsFound() throws Exception {
        market.confirm(77, "eve", PEARS);
        assertBroken(new StoredIsSent()).singleElement().asString().contains(orderId(77), "nobody");
    }

    @Test
    void aStoredOrderWithOtherLinesIsFound() throws Exception {
        change(2, " melon:2:", " melon:1:");
        assertBroken(new StoredIsSent()).singleElement().asString().contains("other lines");
    }

    @Test
    void aStoredOrderOfAnotherViewerIsFound() throws Exception {
        change(2, " bo ", " eve ");
        assertBroken(new StoredIsSent()).singleElement().asString().contains("another viewer");
    }

    @Test
    void aStoredOrderAtAnotherPriceIsFound() throws Exception {
        change(1, ":3990", ":1");
        assertBroken(new StoredIsSent()).singleElement().asString().contains("another price");
    }

    @Test
    void deliveryDataOfAnotherRequestAreFound() throws Exception {
        StoredOrder order = stored(1);
        market.orders.put(
                order.id(), new StoredOrder(order.id(), order.seq(), order.state(), order.record(), "request 2"));
        assertBroken(new StoredIsSent()).singleElement().asString().contains("another recipient");
    }

    @Test
    void anOversaleIsFoundEvenIfThePoolsDenyIt() throws Exception {
        market.buy(5, "eve", TWO_MELONS);
        StoredEvent last = market.events.get(market.events.size() - 1);
        market.events.set(market.events.size() - 1, last.withDeltas("stock:melon=0/0/0"));
        assertBroken(new StockExactlySold()).anyMatch(flaw -> flaw.contains("oversold"));
    }

    @Test
    void anOversaleThatIsCancelledLaterIsFound() throws Exception {
        market.buy(5, "eve", TWO_MELONS);
        market.cancel(5);
        assertBroken(new StockExactlySold())
                .anyMatch(flaw -> flaw.contains("oversold"))
                .anyMatch(flaw -> flaw.contains("below 0"));
    }

    @Test
    void leakedStockIsFound() throws Exception {
        StoredEvent cancel = market.events.get(market.events.size() - 1);
        market.events.set(market.events.size() - 1, cancel.withDeltas("-"));
        assertBroken(new StockExactlySold()).anyMatch(flaw -> flaw.contains("counts 6 as sold, its orders hold 3"));
    }

    @Test
    void anUndersaleIsFound() throws Exception {
        market.cancel(1);
        assertBroken(new StockExactlySold()).singleElement().asString().contains("said sold out with 2 of " + MELONS);
    }

    @Test
    void aBrokenLimitIsFoundAcrossOrders() throws Exception {
        market.buy(6, "ann", new Line(MELON, 1));
        assertBroken(new LimitsKept()).singleElement().asString().contains("ann has 3 of melon");
    }

    @Test
    void anAcknowledgedCancelThatDoesNotStandIsFound() throws Exception {
        market.journal.add(new JournalEntry.Acked(1, Act.CANCEL, 1, 9, 200, false, orderId(1), "cancelled", null));
        assertBroken(new CancelsStand()).singleElement().asString().contains(orderId(1), "stands although");
    }

    @Test
    void aCancelThatNobodySentIsFound() throws Exception {
        market.journal.removeIf(entry -> entry instanceof JournalEntry.Sent sent && sent.act() == Act.CANCEL);
        assertBroken(new CancelsStand()).singleElement().asString().contains("by nobody");
    }

    @Test
    void aSecondOrderForOneKeyIsFoundInTheAnswers() throws Exception {
        market.sent(1, 2);
        market.journal.add(new JournalEntry.Acked(1, Act.PLACE, 1, 2, 200, true, orderId(99), "confirmed", null));
        assertBroken(new OneOrderPerKey()).singleElement().asString().contains("request 1", "2 orders");
    }

    @Test
    void aSecondOrderForOneKeyIsFoundInTheLedger() throws Exception {
        market.confirm(99, "ann", TWO_MELONS);
        StoredOrder ghost = stored(99);
        market.orders.put(
                ghost.id(), new StoredOrder(ghost.id(), ghost.seq(), ghost.state(), ghost.record(), "request 1"));
        assertBroken(new OneOrderPerKey()).singleElement().asString().contains("stored as 2 orders");
    }

    @Test
    void aRepeatAnsweredAsNewIsFound() throws Exception {
        market.sent(1, 2);
        market.acked(1, 2, false);
        assertBroken(new OneOrderPerKey()).singleElement().asString().contains("2 times as new");
    }

    @Test
    void oneOrderGivenToTwoRequestsIsFound() throws Exception {
        market.sent(4, 2);
        market.journal.add(new JournalEntry.Acked(1, Act.PLACE, 4, 2, 201, false, orderId(1), "confirmed", null));
        assertBroken(new OneOrderPerKey()).singleElement().asString().contains("request 4", "another");
    }

    @Test
    void aRefusedRequestThatIsStoredIsFound() throws Exception {
        market.confirm(4, "dee", TWO_MELONS);
        assertBroken(new RefusedIsNotStored()).singleElement().asString().contains("request 4");
    }

    @Test
    void aLostLineIsFound() throws Exception {
        market.fileLines.remove(1);
        assertBroken(new FileComplete()).singleElement().asString().contains("not in the file");
    }

    @Test
    void aDuplicateLineIsFound() throws Exception {
        market.fileLines.add(market.fileLines.get(0));
        assertBroken(new FileComplete()).singleElement().asString().contains("2 times");
    }

    @Test
    void aLineOfNoEventIsFound() throws Exception {
        market.fileLines.add(market.fileLines.get(0).replace(SESSION + ".1.", SESSION + ".1.9"));
        assertBroken(new FileComplete()).singleElement().asString().contains("not in the ledger");
    }

    @Test
    void linesOutOfOrderAreFound() throws Exception {
        market.fileLines.add(market.fileLines.remove(0));
        assertBroken(new FileComplete()).singleElement().asString().contains("out of order");
    }

    @Test
    void aLineWithOtherContentsIsFound() throws Exception {
        market.fileLines.set(0, market.fileLines.get(0).replace("\"quantity\":2", "\"quantity\":1"));
        assertBroken(new FileComplete()).singleElement().asString().contains("something else");
    }

    @Test
    void aTornTailIsFound() throws Exception {
        market.fileEnd = "{\"id\":";
        assertBroken(new FileComplete()).singleElement().asString().contains("no end");
    }

    @Test
    void aMissingEventIsFound() throws Exception {
        market.events.remove(4);
        assertBroken(new OrdersFollowEvents()).anyMatch(flaw -> flaw.contains("follows"));
    }

    @Test
    void anOrderThatIsNotWhatItsEventMadeItIsFound() throws Exception {
        StoredOrder order = stored(3);
        String confirmed = market.events.stream()
                .filter(event -> event.isConfirmed() && event.subject().equals(suffix(3)))
                .findFirst()
                .orElseThrow()
                .body();
        market.orders.put(
                order.id(), new StoredOrder(order.id(), order.seq(), "confirmed", confirmed, order.recipient()));
        assertBroken(new OrdersFollowEvents()).singleElement().asString().contains(orderId(3));
    }

    @Test
    void anUnknownThatNobodyResolvedIsFound() throws Exception {
        market.want(5, "eve", PEARS);
        market.sent(5, 1);
        market.unknown(5, 1, 1000);
        assertBroken(new UnknownsResolved()).singleElement().asString().contains("request 5");
    }

    @Test
    void aRefusalDoesNotResolveAnUnknownThatMayStillExecute() throws Exception {
        market.want(5, "eve", PEARS);
        market.sent(5, 1);
        market.unknown(5, 1, 1000);
        market.sent(5, 2);
        market.refused(5, 2, "sold_out");
        assertBroken(new UnknownsResolved()).hasSize(1);
    }

    @Test
    void aLateRefusalOrTheOrderResolvesAnUnknown() throws Exception {
        market.want(5, "eve", PEARS);
        market.sent(5, 1);
        market.unknown(5, 1, 1000);
        market.pass(1000);
        market.sent(5, 2);
        market.refused(5, 2, "sold_out");
        market.want(6, "fay", PEARS);
        market.sent(6, 1);
        market.confirm(6, "fay", PEARS);
        market.unknown(6, 1, 1000);
        market.sent(6, 2);
        market.acked(6, 2, true);
        assertThat(Oracle.judge(market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void anAnswerOutsideTheContractIsFound() throws Exception {
        market.sent(1, 2);
        market.journal.add(new JournalEntry.Acked(1, Act.PLACE, 1, 2, 500, false, null, null, "internal_error"));
        assertBroken(new AnswersKeepContract()).singleElement().asString().contains("500");
    }

    @Test
    void aFrozenSessionIsFound() throws Exception {
        market.sent(1, 2);
        market.journal.add(new JournalEntry.Acked(1, Act.PLACE, 1, 2, 503, false, null, null, "session_frozen"));
        assertBroken(new NothingFrozen()).singleElement().asString().contains("request 1");
    }

    private StoredOrder stored(long request) {
        return Optional.ofNullable(market.orders.get(orderId(request))).orElseThrow();
    }

    /** Rewrites the stored record of an order, and only that. */
    private void change(long request, String from, String to) {
        StoredOrder order = stored(request);
        assertThat(order.record()).contains(from);
        market.orders.put(
                order.id(),
                new StoredOrder(
                        order.id(), order.seq(), order.state(), order.record().replace(from, to), order.recipient()));
    }

    /** The fault is found where it must be, and the clean control shows that nothing else raises the alarm. */
    private ListAssert<String> assertBroken(Promise promise) throws Exception {
        List<String> flaws = promise.broken(market.books(folder)).toList();
        return assertThat(flaws).isNotEmpty();
    }
}
