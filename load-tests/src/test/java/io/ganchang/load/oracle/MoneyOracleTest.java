package io.ganchang.load.oracle;

import static io.ganchang.load.oracle.CookedMoney.ABANDONED;
import static io.ganchang.load.oracle.CookedMoney.CANCELLED;
import static io.ganchang.load.oracle.CookedMoney.LATE_FOUND;
import static io.ganchang.load.oracle.CookedMoney.LATE_LOST;
import static io.ganchang.load.oracle.CookedMoney.ON_DELIVERY;
import static io.ganchang.load.oracle.CookedMoney.PAID;
import static io.ganchang.load.oracle.CookedMoney.TWICE;
import static io.ganchang.load.oracle.MarketOnPaper.PRICE_MINOR;
import static io.ganchang.load.oracle.MarketOnPaper.orderId;
import static io.ganchang.load.oracle.MarketOnPaper.payment;
import static io.ganchang.load.oracle.MarketOnPaper.suffix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.Act;
import io.ganchang.load.journal.JournalEntry;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one fault at a time in clean books of payments and refunds: each must be found, by the promise that it breaks. */
class MoneyOracleTest {

    @TempDir
    Path folder = Path.of("");

    private final CookedMoney books = new CookedMoney();

    @Test
    void cleanBooksKeepEveryPromise() throws Exception {
        assertThat(Oracle.judge(books.market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void theSumsOfARunAreTold() throws Exception {
        MoneySums sums = MoneySums.of(books.market.books(folder).ledger());
        assertThat(sums)
                .isEqualTo(new MoneySums(
                        6,
                        3,
                        3,
                        1,
                        1,
                        10,
                        8,
                        1,
                        Map.of(
                                "CNY", new MoneySums.Sum(18 * PRICE_MINOR + 1, 11 * PRICE_MINOR + 1),
                                "USD", new MoneySums.Sum(2 * PRICE_MINOR, 2 * PRICE_MINOR))));
    }

    @Test
    void anAcknowledgedPaymentThatIsNotInTheBooksIsFound() throws Exception {
        books.market.journal.add(new JournalEntry.Charged(payment(ABANDONED, 0), orderId(ABANDONED), 1, "CNY"));
        books.market.journal.add(new JournalEntry.NoticeAnswered(1, payment(ABANDONED, 0), "msg_x", 204));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("is not in the books");
    }

    @Test
    void anAcknowledgedStrayThatIsNotInTheLedgerIsFound() throws Exception {
        books.market.payments.remove(payment(0, 0));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("of no session");
    }

    @Test
    void aPaymentThatIsCountedTwiceIsFound() throws Exception {
        books.append(books.find(StoredEvent.PAID, event -> true));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("counted again");
    }

    @Test
    void aPaymentOfNobodyIsFound() throws Exception {
        books.market.journal.removeIf(entry -> CookedMoney.isAbout(entry, payment(TWICE, 3)));
        assertBroken(new PaymentsCountOnce()).anyMatch(flaw -> flaw.contains("by nobody"));
    }

    @Test
    void aPaymentOfAnotherAmountIsFound() throws Exception {
        books.change(StoredEvent.PAID, "sandbox:" + payment(PAID, 0), text -> text.replace(" 7980 ", " 7981 "));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aPaymentForAnotherOrderIsFound() throws Exception {
        books.change(
                StoredEvent.PAID, "sandbox:" + payment(PAID, 0), text -> text.replace(suffix(PAID), suffix(ABANDONED)));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aPaymentWithoutItsRowIsFound() throws Exception {
        books.market.payments.remove(payment(PAID, 0));
        assertBroken(new PaymentsCountOnce()).singleElement().asString().contains("another row");
    }

    @Test
    void aRefundThatIsCarriedOutTwiceIsFound() throws Exception {
        books.append(books.find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("second_payment")));
        assertBroken(new RefundsAreDoneOnce())
                .anyMatch(flaw -> flaw.contains("carried out 2 times"))
                .anyMatch(flaw -> flaw.contains("more was given back"));
    }

    @Test
    void aRefundThatIsNeverCarriedOutIsFound() throws Exception {
        books.market.events.remove(
                books.find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("late")));
        assertBroken(new RefundsAreDoneOnce()).anyMatch(flaw -> flaw.contains("carried out 0 times"));
    }

    @Test
    void aRefundThatNeverCameDueIsFound() throws Exception {
        books.market.events.remove(
                books.find(StoredEvent.REFUND_DUE, event -> event.body().endsWith("late")));
        assertBroken(new RefundsAreDoneOnce()).anyMatch(flaw -> flaw.contains("came due 0 times"));
    }

    @Test
    void aRefundThatGrowsOnItsWayIsFound() throws Exception {
        StoredEvent done =
                books.find(StoredEvent.REFUND_DONE, event -> event.body().endsWith("requested"));
        books.replace(done, done.withBody(done.body().replace(" 3990 ", " 3991 ")));
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("something else");
    }

    @Test
    void aRefundWhoseRowIsStillDueIsFound() throws Exception {
        StoredRefund row = books.market.refunds.values().iterator().next();
        books.market.refunds.put(
                row.id(),
                new StoredRefund(
                        row.id(), false, row.payment(), row.currency(), row.amountMinor(), row.reason(), "due"));
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("another row");
    }

    @Test
    void aStrayThatIsKeptIsFound() throws Exception {
        books.market.refunds.remove("stray-0");
        assertBroken(new RefundsAreDoneOnce()).singleElement().asString().contains("of no session");
    }

    @Test
    void moneyThatIsKeptForAnExpiredOrderIsFound() throws Exception {
        books.removeRefund("late");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(LATE_LOST), "expired");
    }

    @Test
    void moneyThatIsKeptForACancelledOrderIsFound() throws Exception {
        books.removeRefund("cancelled");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(CANCELLED));
    }

    @Test
    void aSecondPaymentThatIsKeptIsFound() throws Exception {
        books.removeRefund("second_payment");
        assertBroken(new MoneyKeptIsEarned()).anyMatch(flaw -> flaw.contains("keeps 2 payments"));
    }

    @Test
    void aWrongAmountThatIsKeptIsFound() throws Exception {
        books.removeRefund("wrong_amount");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("beside the one");
    }

    @Test
    void moneyForNoOrderThatIsKeptIsFound() throws Exception {
        books.removeRefund("unknown_order");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("does not exist");
    }

    @Test
    void moneyForAnOrderPaidOnDeliveryThatIsKeptIsFound() throws Exception {
        books.removeRefund("not_due");
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains(orderId(ON_DELIVERY));
    }

    @Test
    void anOrderThatIsConfirmedWithoutMoneyIsFound() throws Exception {
        books.market.events.remove(
                books.find(StoredEvent.PAID, event -> event.subject().endsWith(payment(LATE_FOUND, 0))));
        assertBroken(new MoneyKeptIsEarned()).singleElement().asString().contains("keeps 0 payments");
    }

    @Test
    void aHostsRefundThatIsNotInTheBooksIsFound() throws Exception {
        books.removeRefund("requested");
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("not in the books");
    }

    @Test
    void aHostsRefundOfAnotherAmountIsFound() throws Exception {
        books.market.journal.replaceAll(entry -> entry instanceof JournalEntry.RefundWanted wanted
                ? new JournalEntry.RefundWanted(wanted.request(), wanted.act(), 1)
                : entry);
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("not what the host asked");
    }

    @Test
    void oneKeyThatMadeTwoRefundsIsFound() throws Exception {
        books.market.journal.add(new JournalEntry.Sent(1, Act.REFUND_LINES, PAID, 8));
        books.market.journal.add(
                new JournalEntry.Acked(1, Act.REFUND_LINES, PAID, 8, 201, false, "show-r1", "due", null));
        assertBroken(new RefundsAreAskedFor()).anyMatch(flaw -> flaw.contains("2 refunds to one key"));
    }

    @Test
    void aRefundThatWasRefusedAndMadeIsFound() throws Exception {
        books.market.journal.removeIf(
                entry -> entry instanceof JournalEntry.Acked acked && acked.act() == Act.REFUND_LINES);
        assertBroken(new RefundsAreAskedFor()).singleElement().asString().contains("acknowledged to nobody");
    }

    @Test
    void anOrderThatTellsOtherMoneyIsFound() throws Exception {
        StoredOrder order = books.stored(TWICE);
        books.market.orders.put(
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
        StoredOrder order = books.stored(CANCELLED);
        books.market.orders.put(
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
        books.removeRefund("second_payment");
        assertBroken(new MoneyBalances()).singleElement().asString().contains("CNY", "kept", "earned");
    }

    @Test
    void moneyOfACurrencyNobodySellsInTipsTheBalance() throws Exception {
        books.removeRefund("wrong_currency");
        assertBroken(new MoneyBalances()).singleElement().asString().contains("USD: 7980 was kept, 0 earned");
    }

    private ListAssert<String> assertBroken(Promise promise) throws Exception {
        return books.assertBroken(promise, folder);
    }
}
