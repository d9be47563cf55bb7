package io.ganchang.load.oracle;

import static io.ganchang.load.oracle.MarketOnPaper.GIFT_BOX;
import static io.ganchang.load.oracle.MarketOnPaper.HAMPER;
import static io.ganchang.load.oracle.MarketOnPaper.PEAR;
import static io.ganchang.load.oracle.MarketOnPaper.PRICE_MINOR;
import static io.ganchang.load.oracle.MarketOnPaper.orderId;
import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.load.journal.JournalEntry;
import io.ganchang.load.journal.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ListAssert;

/** Clean books with money of each kind, and the means to cook them. */
final class CookedMoney {
    static final Line BOX = new Line(GIFT_BOX, 1);
    static final Line TWO_BOXES = new Line(GIFT_BOX, 2);
    static final Line HAMPERS = new Line(HAMPER, 2);
    static final Line PEARS = new Line(PEAR, 3);

    static final long PAID = 1;
    static final long ABANDONED = 2;
    static final long LATE_LOST = 3;
    static final long LATE_FOUND = 4;
    static final long CANCELLED = 5;
    static final long TWICE = 6;
    static final long ON_DELIVERY = 7;
    static final long NOBODY = 9;

    final MarketOnPaper market = new MarketOnPaper();

    CookedMoney() {
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

    StoredOrder stored(long request) {
        return Optional.ofNullable(market.orders.get(orderId(request))).orElseThrow();
    }

    static boolean isAbout(JournalEntry entry, String payment) {
        if (entry instanceof JournalEntry.Charged charged) {
            return charged.payment().equals(payment);
        }
        if (entry instanceof JournalEntry.Notified notice) {
            return notice.payment().equals(payment);
        }
        return entry instanceof JournalEntry.NoticeAnswered answer
                && answer.payment().equals(payment);
    }

    StoredEvent find(String type, Predicate<StoredEvent> which) {
        return market.events.stream()
                .filter(event -> event.type().equals(type))
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    void replace(StoredEvent event, StoredEvent other) {
        market.events.set(market.events.indexOf(event), other);
    }

    void change(String type, String subject, UnaryOperator<String> how) {
        StoredEvent event = find(type, candidate -> candidate.subject().equals(subject));
        String changed = how.apply(event.body());
        assertThat(changed).isNotEqualTo(event.body());
        replace(event, event.withBody(changed));
    }

    void append(StoredEvent event) {
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
    void removeRefund(String reason) {
        market.events.removeIf(
                event -> event.type().startsWith("refund.") && event.body().endsWith(' ' + reason));
    }

    ListAssert<String> assertBroken(Promise promise, Path folder) throws IOException, SQLException {
        List<String> flaws = promise.broken(market.books(folder)).toList();
        return assertThat(flaws).isNotEmpty();
    }
}
