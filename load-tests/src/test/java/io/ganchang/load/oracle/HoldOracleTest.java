package io.ganchang.load.oracle;

import static io.ganchang.load.oracle.CookedMoney.ABANDONED;
import static io.ganchang.load.oracle.CookedMoney.BOX;
import static io.ganchang.load.oracle.CookedMoney.HAMPERS;
import static io.ganchang.load.oracle.CookedMoney.LATE_FOUND;
import static io.ganchang.load.oracle.CookedMoney.PAID;
import static io.ganchang.load.oracle.MarketOnPaper.GIFT_BOX;
import static io.ganchang.load.oracle.MarketOnPaper.HOLD_MS;
import static io.ganchang.load.oracle.MarketOnPaper.PRICE_MINOR;
import static io.ganchang.load.oracle.MarketOnPaper.orderId;
import static io.ganchang.load.oracle.MarketOnPaper.payment;
import static io.ganchang.load.oracle.MarketOnPaper.suffix;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.JournalEntry;
import java.nio.file.Path;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants one fault at a time in clean books of holds: each must be found, by the promise that it breaks. */
class HoldOracleTest {

    @TempDir
    Path folder = Path.of("");

    private final CookedMoney books = new CookedMoney();

    @Test
    void aHoldThatNeverEndsIsFound() throws Exception {
        books.market.hold(20, "hal", HAMPERS);
        assertBroken(new UnpaidExpires()).singleElement().asString().contains(orderId(20), "still held");
    }

    @Test
    void anOrderThatIsConfirmedThoughNobodyPaidIsFound() throws Exception {
        books.market.journal.removeIf(entry -> CookedMoney.isAbout(entry, payment(LATE_FOUND, 0)));
        assertBroken(new UnpaidExpires()).singleElement().asString().contains(orderId(LATE_FOUND), "nobody paid");
    }

    @Test
    void moreUnpaidOrdersThanTheSessionAllowsAreFound() throws Exception {
        books.market.hold(20, "hal", HAMPERS);
        books.market.hold(21, "hal", HAMPERS);
        books.market.hold(22, "hal", HAMPERS);
        assertBroken(new HoldLimitKept()).singleElement().asString().contains("hal has 3");
    }

    @Test
    void aHoldThatIsLetGoBeforeItsTimeIsFound() throws Exception {
        StoredEvent expiry =
                books.find(StoredEvent.EXPIRED, event -> event.subject().equals(suffix(ABANDONED)));
        books.replace(
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
        StoredEvent held = books.find(StoredEvent.HELD, event -> event.subject().equals(suffix(ABANDONED)));
        books.replace(
                held,
                new StoredEvent(
                        held.seq(), 1, held.atMs() - 1, held.type(), held.deltas(), held.subject(), held.body()));
        assertBroken(new HoldsKeepTerms()).singleElement().asString().contains("holds for " + (HOLD_MS + 1));
    }

    @Test
    void aPrepaidOrderThatIsConfirmedAtOnceIsFound() throws Exception {
        books.market.buy(21, "ida", BOX);
        assertBroken(new HoldsKeepTerms()).singleElement().asString().contains("is not how an order");
    }

    @Test
    void anOrderThatWasPaidInTimeAndExpiredIsFound() throws Exception {
        books.market.hold(22, "jo", HAMPERS);
        books.market.payInVain(22, 0, 2 * PRICE_MINOR, "CNY", "late");
        books.market.expire(22);
        assertBroken(new PaidInTimeIsConfirmed()).singleElement().asString().contains(orderId(22));
    }

    @Test
    void lateMoneyThatTakesAgainWhatItsOfferSaysIsLostIsFound() throws Exception {
        books.market.hold(23, "kai", HAMPERS);
        books.market.expire(23);
        books.market.pay(23, 0);
        assertBroken(new LateMoneyFollowsTerms()).singleElement().asString().contains("is lost");
    }

    @Test
    void lateMoneyThatIsRefusedThoughThereIsRoomIsFound() throws Exception {
        books.market.hold(24, "lea", BOX);
        books.market.expire(24);
        books.market.payInVain(24, 0, PRICE_MINOR, "CNY", "late");
        assertBroken(new LateMoneyFollowsTerms()).singleElement().asString().contains("there was room");
    }

    @Test
    void lateMoneyIsRefusedRightlyWhereTheUnitsAreSold() throws Exception {
        books.market.hold(24, "lea", BOX);
        books.market.expire(24);
        books.market.hold(25, "moe", BOX);
        books.market.pay(25, 0);
        books.market.payInVain(24, 0, PRICE_MINOR, "CNY", "late");
        assertThat(Oracle.judge(books.market.books(folder))).allMatch(Verdict::kept);
    }

    @Test
    void anExpiryThatGivesNothingBackIsFound() throws Exception {
        StoredEvent expiry =
                books.find(StoredEvent.EXPIRED, event -> event.subject().equals(suffix(ABANDONED)));
        books.replace(expiry, expiry.withDeltas("-"));
        assertBroken(new StockExactlySold()).anyMatch(flaw -> flaw.contains("moves other stock"));
    }

    @Test
    void unitsOfAnExpiredHoldThatNobodyCouldBuyAreFound() throws Exception {
        books.market.journal.add(new JournalEntry.Drained(1, GIFT_BOX));
        assertBroken(new StockExactlySold()).singleElement().asString().contains("said sold out with 5 of 6");
    }

    @Test
    void aPaidOrderThatExpiresIsFound() throws Exception {
        books.market.expire(PAID);
        assertBroken(new OrdersFollowEvents()).singleElement().asString().contains("order.expired");
    }

    @Test
    void aNoticeThatIsAnsweredOutsideTheContractIsFound() throws Exception {
        books.market.journal.add(new JournalEntry.NoticeAnswered(1, payment(PAID, 0), "msg_x", 500));
        assertBroken(new AnswersKeepContract()).singleElement().asString().contains("500");
    }

    @Test
    void aNoticeThatIsNeverTakenIsFound() throws Exception {
        books.market.journal.add(new JournalEntry.Notified(1, payment(PAID, 0), "msg_other"));
        assertBroken(new UnknownsResolved()).singleElement().asString().contains("msg_other");
    }

    private ListAssert<String> assertBroken(Promise promise) throws Exception {
        return books.assertBroken(promise, folder);
    }
}
