package io.ganchang.load.oracle;

import static io.ganchang.load.oracle.MarketOnPaper.GIFT_BOX;
import static io.ganchang.load.oracle.MarketOnPaper.HAMPER;
import static io.ganchang.load.oracle.MarketOnPaper.HOLD_MS;
import static io.ganchang.load.oracle.MarketOnPaper.PEAR;
import static io.ganchang.load.oracle.MarketOnPaper.PRICE_MINOR;
import static io.ganchang.load.oracle.MarketOnPaper.orderId;
import static io.ganchang.load.oracle.MarketOnPaper.payment;
import static io.ganchang.load.oracle.MarketOnPaper.suffix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one fault at a time in clean books of money: each must be found, by the promise that it breaks. */
class MoneyOracleTest {
    private static final Line BOX = new Line(GIFT_BOX, 1);
    private static final Line TWO_BOXES = new Line(GIFT_BOX, 2);
    private static final Line HAMPERS = new Line(HAMPER, 2);
    private static final Line PEARS = new Line(PEAR, 3);

    private static final long PAID = 1;
    private static final long ABANDONED = 2;
    private static final long LATE_LOST = 3;
    private static final long LATE_FOUND = 4;
    private static final long CANCELLED = 5;
    private static final long TWICE = 6;
    private static final long ON_DELIVERY = 7;
    private static final long NOBODY = 9;

    @TempDir
    Path folder = Path.of("");

    private final MarketOnPaper market = new MarketOnPaper();

    @BeforeEach
    void aMarketWithMoneyOfEachKind() {
        market.hold(PAID, "ann", TWO_BOXES);
        market.pay(PAID, 0);
        market.refundUnit(PAID);
        market.hold(ABANDONED, "bo", TWO_BOXES);
        market.hold(LATE_LOST, "cai", HAMPERS);
        market.hold(LATE_FOUND, "dee", BOX, PEARS);
        market.expire(ABANDONED);
        market.expire(LATE_LOST);
        market.expire(LATE_FOUND);
        market.payInVain(LATE_LOST, 0, 2 * PRICE_MINOR, "CNY", "late");
        market.pay(LATE_FOUND, 0);
        market.hold(CANCELLED, "eve", HAMPERS);
        market.pay(CANCELLED, 0);
        market.cancel(CANCELLED);
        market.hold(TWICE, "fay", TWO_BOXES);
        market.payInVain(TWICE, 0, 1, "CNY", "wrong_amount");
        market.payInVain(TWICE, 1, 2 * PRICE_MINOR, "USD", "wrong_currency");
        market.pay(TWICE, 2);
        market.payInVain(TWICE, 3, 2 * PRICE_MINOR, "CNY", "second_payment");
        market.buy(ON_DELIVERY, "gus", PEARS);
        market.payInVain(ON_DELIVERY, 0, 3 * PRICE_MINOR, "CNY", "not_due");
        market.payInVain(NOBODY, 0, PRICE_MINOR, "CNY", "unknown_order");
        market.payStray(0);
    }

    @Test
    void cleanBooksKeepEveryPromise() throws Exception {
        assertThat(Oracle.judge(market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void theSumsOfARunAreTold() throws Exception {
        MoneySums sums = MoneySums.of(market.books(folder).ledger());
        assertThat(sums)
                .isEqualTo(new MoneySums(
                        6,
                        3,
                        3,
                        1,
                        1,
                        10,
                        8,
                        Map.of(
                                "CNY", new MoneySums.Sum(18 * PRICE_MINOR + 1, 11 * PRICE_MINOR + 1),
                                "USD", new MoneySums.Sum(2 * PRICE_MINOR, 2 * PRICE_MINOR))));
    }

    @Test
    void anAcknowledgedPaymentThatIsNotInTheBooksIsFound() throws Exception {
        market.journal.add(new JournalEntry.Charged(payment(ABANDONED, 0), orderId(ABANDONED), 1, "CNY"));
        market.journal.add(new JournalEntry.NoticeAnswered(1, payment(ABANDONED, 0), "msg_x", 204));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("is not in the books");
    }

    @Test
    void anAcknowledgedStrayThatIsNotInTheLedgerIsFound() throws Exception {
        market.payments.remove(payment(0, 0));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("of no session");
    }

    @Test
    void aPaymentThatIsCountedTwiceIsFound() throws Exception {
        append(find(StoredEvent.PAID, event -> true));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("counted again");
    }

    @Test
    void aPaymentOfNobodyIsFound() throws Exception {
        market.journal.removeIf(entry -> isAbout(entry, payment(TWICE, 3)));
        assertBroken(new PaymentsCountOnce()).anyMatch(flaw -> flaw.contains("by nobody"));
    }

    @Test
    void aPaymentOfAnotherAmountIsFound() throws Exception {
        change(StoredEvent.PAID, "sandbox:" + payment(PAID, 0), text -> text.replace(" 7980 ", " 7981 "));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aPaymentForAnotherOrderIsFound() throws Exception {
        change(StoredEvent.PAID, "sandbox:" + payment(PAID, 0), text -> text.replace(suffix(PAID), suffix(ABANDONED)));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aPaymentWithoutItsRowIsFound() throws Exception {
        market.payments.remove(payment(PAID, 0));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("another row");
    }

    @Test
    void aRefundThatIsCarriedOutTwiceIsFound() throws Exception {
        append(find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("second_payment")));
        assertBroken(new RefundsAreDoneOnce())
                .anyMatch(flaw -> flaw.contains("carried out 2 times"))
                .anyMatch(flaw -> flaw.contains("more was given back"));
    }

    @Test
    void aRefundThatIsNeverCarriedOutIsFound() throws Exception {
        market.events.remove(find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("late")));
        assertBroken(new RefundsAreDoneOnce()).anyMatch(flaw -> flaw.contains("carried out 0 times"));
    }

    @Test
    void aRefundThatNeverCameDueIsFound() throws Exception {
        market.events.remove(find(StoredEvent.REFUND_DUE, event -> event.body().endsWith("late")));
        assertBroken(new RefundsAreDoneOnce()).anyMatch(flaw -> flaw.contains("came due 0 times"));
    }

    @Test
    void aRefundThatGrowsOnItsWayIsFound() throws Exception {
        StoredEvent done = find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("requested"));
        replace(done, done.withBody(done.body().replace(" 3990 ", " 3991 ")));
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aRefundWhoseRowIsStillDueIsFound() throws Exception {
        StoredRefund row = market.refunds.values().iterator().next();
        market.refunds.put(
                row.id(),
                new StoredRefund(
                        row.id(), false, row.payment(), row.currency(), row.amountMinor(), row.reason(), "due"));
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("another row");
    }

    @Test
    void aStrayThatIsKeptIsFound() throws Exception {
        market.refunds.remove("stray-0");
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("of no session");
    }

    @Test
    void moneyThatIsKeptForAnExpiredOrderIsFound() throws Exception {
        removeRefund("late");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(LATE_LOST), "expired");
    }

    @Test
    void moneyThatIsKeptForACancelledOrderIsFound() throws Exception {
        removeRefund("cancelled");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(CANCELLED));
    }

    @Test
    void aSecondPaymentThatIsKeptIsFound() throws Exception {
        removeRefund("second_payment");
        assertBroken(new MoneyKeptIsEarned()).anyMatch(flaw -> flaw.contains("keeps 2 payments"));
    }

    @Test
    void aWrongAmountThatIsKeptIsFound() throws Exception {
        removeRefund("wrong_amount");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("beside the one");
    }

    @Test
    void moneyForNoOrderThatIsKeptIsFound() throws Exception {
        removeRefund("unknown_order");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("does not exist");
    }

    @Test
    void moneyForAnOrderPaidOnDeliveryThatIsKeptIsFound() throws Exception {
        removeRefund("not_due");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(ON_DELIVERY));
    }

    @Test
    void anOrderThatIsConfirmedWithoutMoneyIsFound() throws Exception {
        market.events.remove(find(StoredEvent.PAID, event -> event.subject().endsWith(payment(LATE_FOUND, 0))));
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("keeps 0 payments");
    }

    @Test
    void aHostsRefundThatIsNotInTheBooksIsFound() throws Exception {
        removeRefund("requested");
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("not in the books");
    }

    @Test
    void aHostsRefundOfAnotherAmountIsFound() throws Exception {
        market.journal.replaceAll(entry -> entry instanceof JournalEntry.RefundWanted wanted
                ? new JournalEntry.RefundWanted(wanted.request(), wanted.act(), 1)
                : entry);
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("not what the host asked");
    }

    @Test
    void oneKeyThatMadeTwoRefundsIsFound() throws Exception {
        market.journal.add(new JournalEntry.Sent(1, Act.REFUND_LINES, PAID, 8));
        market.journal.add(new JournalEntry.Acked(1, Act.REFUND_LINES, PAID, 8, 201, false, "show-r1", "due", null));
        assertBroken(new RefundsAreAskedFor()).anyMatch(flaw -> flaw.contains("2 refunds to one key"));
    }

    @Test
    void aRefundThatWasRefusedAndMadeIsFound() throws Exception {
        market.journal.removeIf(entry -> entry instanceof JournalEntry.Acked acked && acked.act() == Act.REFUND_LINES);
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("acknowledged to nobody");
    }

    @Test
    void anOrderThatTellsOtherMoneyIsFound() throws Exception {
        StoredOrder order = stored(TWICE);
        market.orders.put(
                order.id(),
                new StoredOrder(
                        order.id(),
                        order.seq(),
                        order.state(),
                        order.record().replace(" p 15961 ", " p 15960 "),
                        order.recipient()));
        assertBroken(new RecordsTellTheirMoney()).singleElement().asString().contains(orderId(TWICE));
    }

    @Test
    void anOrderWithAnotherPaymentLetterIsFound() throws Exception {
        StoredOrder order = stored(CANCELLED);
        market.orders.put(
                order.id(),
                new StoredOrder(
                        order.id(),
                        order.seq(),
                        order.state(),
                        order.record().replace(" f 7980 ", " p 7980 "),
                        order.recipient()));
        assertBroken(new RecordsTellTheirMoney()).singleElement().asString().contains(orderId(CANCELLED));
    }

    @Test
    void moneyThatNobodyEarnedTipsTheBalance() throws Exception {
        removeRefund("second_payment");
        assertBroken(new MoneyBalances()).singleElement().asString().contains("CNY", "kept", "earned");
    }

    @Test
    void moneyOfACurrencyNobodySellsInTipsTheBalance() throws Exception {
        removeRefund("wrong_currency");
        assertBroken(new MoneyBalances()).singleElement().asString().contains("USD: 7980 was kept, 0 earned");
    }

    @Test
    void aHoldThatNeverEndsIsFound() throws Exception {
        market.hold(20, "hal", HAMPERS);
        assertBroken(new UnpaidExpires()).singleElement().asString().contains(orderId(20), "still held");
    }

    @Test
    void anOrderThatIsConfirmedThoughNobodyPaidIsFound() throws Exception {
        market.journal.removeIf(entry -> isAbout(entry, payment(LATE_FOUND, 0)));
        assertBroken(new UnpaidExpires()).singleElement().asString().contains(orderId(LATE_FOUND), "nobody paid");
    }

    @Test
    void aHoldThatIsLetGoBeforeItsTimeIsFound() throws Exception {
        StoredEvent expiry = find(StoredEvent.EXPIRED, event -> event.subject().equals(suffix(ABANDONED)));
        replace(
                expiry,
                new StoredEvent(
                        expiry.seq(),
                        1,
                        expiry.order().heldUntilMs() - 1,
                        expiry.type(),
                        expiry.deltas(),
                        expiry.subject(),
                        expiry.body()));
        assertBroken(new HoldsKeepTerms()).singleElement().asString().contains("before the hold is over");
    }

    @Test
    void aHoldThatIsLongerThanTheOfferSaysIsFound() throws Exception {
        StoredEvent held = find(StoredEvent.HELD, event -> event.subject().equals(suffix(ABANDONED)));
        replace(
                held,
                new StoredEvent(
                        held.seq(), 1, held.atMs() - 1, held.type(), held.deltas(), held.subject(), held.body()));
        assertBroken(new HoldsKeepTerms()).singleElement().asString().contains("holds for " + (HOLD_MS + 1));
    }

    @Test
    void aPrepaidOrderThatIsConfirmedAtOnceIsFound() throws Exception {
        market.buy(21, "ida", BOX);
        assertBroken(new HoldsKeepTerms()).singleElement().asString().contains("is not how an order");
    }

    @Test
    void anOrderThatWasPaidInTimeAndExpiredIsFound() throws Exception {
        market.hold(22, "jo", HAMPERS);
        market.payInVain(22, 0, 2 * PRICE_MINOR, "CNY", "late");
        market.expire(22);
        assertBroken(new PaidInTimeIsConfirmed()).singleElement().asString().contains(orderId(22));
    }

    @Test
    void lateMoneyThatTakesAgainWhatItsOfferSaysIsLostIsFound() throws Exception {
        market.hold(23, "kai", HAMPERS);
        market.expire(23);
        market.pay(23, 0);
        assertBroken(new LateMoneyFollowsTerms()).singleElement().asString().contains("is lost");
    }

    @Test
    void lateMoneyThatIsRefusedThoughThereIsRoomIsFound() throws Exception {
        market.hold(24, "lea", BOX);
        market.expire(24);
        market.payInVain(24, 0, PRICE_MINOR, "CNY", "late");
        assertBroken(new LateMoneyFollowsTerms()).singleElement().asString().contains("there was room");
    }

    @Test
    void lateMoneyIsRefusedRightlyWhereTheUnitsAreSold() throws Exception {
        market.hold(24, "lea", BOX);
        market.expire(24);
        market.hold(25, "moe", BOX);
        market.pay(25, 0);
        market.payInVain(24, 0, PRICE_MINOR, "CNY", "late");
        assertThat(Oracle.judge(market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void anExpiryThatGivesNothingBackIsFound() throws Exception {
        StoredEvent expiry = find(StoredEvent.EXPIRED, event -> event.subject().equals(suffix(ABANDONED)));
        replace(expiry, expiry.withDeltas("-"));
        assertBroken(new StockExactlySold()).anyMatch(flaw -> flaw.contains("moves other stock"));
    }

    @Test
    void unitsOfAnExpiredHoldThatNobodyCouldBuyAreFound() throws Exception {
        market.journal.add(new JournalEntry.Drained(1, GIFT_BOX));
        assertBroken(new StockExactlySold()).singleElement().asString().contains("said sold out with 5 of 6");
    }

    @Test
    void aPaidOrderThatExpiresIsFound() throws Exception {
        market.expire(PAID);
        assertBroken(new OrdersFollowEvents()).singleElement().asString().contains("order.expired");
    }

    @Test
    void aNoticeThatIsAnsweredOutsideTheContractIsFound() throws Exception {
        market.journal.add(new JournalEntry.NoticeAnswered(1, payment(PAID, 0), "msg_x", 500));
        assertBroken(new AnswersKeepContract()).singleElement().asString().contains("500");
    }

    @Test
    void aNoticeThatIsNeverTakenIsFound() throws Exception {
        market.journal.add(new JournalEntry.Notified(1, payment(PAID, 0), "msg_other"));
        assertBroken(new UnknownsResolved()).singleElement().asString().contains("msg_other");
    }

    private StoredOrder stored(long request) {
        return Optional.ofNullable(market.orders.get(orderId(request))).orElseThrow();
    }

    private static boolean isAbout(JournalEntry entry, String payment) {
        return entry instanceof JournalEntry.Charged charged
                        && charged.payment().equals(payment)
                || entry instanceof JournalEntry.Notified notice
                        && notice.payment().equals(payment)
                || entry instanceof JournalEntry.NoticeAnswered answer
                        && answer.payment().equals(payment);
    }

    private StoredEvent find(String type, Predicate<StoredEvent> which) {
        return market.events.stream()
                .filter(event -> event.type().equals(type))
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private void replace(StoredEvent event, StoredEvent other) {
        market.events.set(market.events.indexOf(event), other);
    }

    private void change(String type, String subject, UnaryOperator<String> how) {
        StoredEvent event = find(type, candidate -> candidate.subject().equals(subject));
        String changed = how.apply(event.body());
        assertThat(changed).isNotEqualTo(event.body());
        replace(event, event.withBody(changed));
    }

    private void append(StoredEvent event) {
        market.events.add(new StoredEvent(
                market.events.size() + 1L,
                1,
                event.atMs(),
                event.type(),
                event.deltas(),
                event.subject(),
                event.body()));
    }

    /** A refund of which the books know nothing. */
    private void removeRefund(String reason) {
        market.events.removeIf(
                event -> event.type().startsWith("refund.") && event.body().endsWith(' ' + reason));
    }

    private ListAssert<String> assertBroken(Promise promise) throws Exception {
        List<String> flaws = promise.broken(market.books(folder)).toList();
        return assertThat(flaws).isNotEmpty();
    }
}
