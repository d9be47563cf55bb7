package io.ganchang.load.oracle;

import io.ganchang.load.journal.JournalEntry.Offered;
import io.ganchang.load.oracle.MoneyBook.Paid;
import io.ganchang.load.oracle.MoneyBook.Return;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Money that comes when the hold is over takes the units again where the offers say so and they are still there. */
final class LateMoneyFollowsTerms implements Promise {
    private static final String LATE = "late";

    @Override
    public String sentence() {
        return "late money takes its units again where the offers say so and there is room, and only there";
    }

    @Override
    public Stream<String> broken(Books books) {
        MoneyBook book = MoneyBook.of(books.ledger());
        Map<Long, OrderStep> steps = new HashMap<>();
        OrderStep.of(books.ledger()).forEach(step -> steps.put(step.event().seq(), step));
        Shelves shelves = new Shelves(books.buyers().offers());
        List<String> broken = new ArrayList<>();
        for (StoredEvent event : books.ledger().events()) {
            PoolCount.deltas(event.deltas()).forEach(shelves::move);
            OrderStep step = steps.get(event.seq());
            Return refund =
                    event.type().equals(StoredEvent.REFUND_DUE) ? book.refunds().get(event.subject()) : null;
            if (step != null) {
                if (step.reacquires() && !shelves.reacquire(step.after())) {
                    broken.add(step.event() + " takes again what its offers say is lost");
                }
                shelves.follow(event.subject(), step);
            } else if (refund != null && shelves.hadRoom(refund, book.payment(refund.payment))) {
                broken.add(refund + " gives back late money although there was room for its order");
            }
        }
        return broken.stream();
    }

    /** What is there for whom, event by event. */
    private static final class Shelves {
        private final Map<String, Offered> offers;
        private final Map<String, Long> available = new HashMap<>();
        private final Map<String, Long> taken = new HashMap<>();
        private final Map<String, OrderFields> orders = new HashMap<>();

        Shelves(Map<String, Offered> offers) {
            this.offers = offers;
        }

        void move(PoolCount.Delta delta) {
            available.merge(delta.pool(), delta.available(), Long::sum);
        }

        void follow(String order, OrderStep step) {
            orders.put(order, step.after());
            step.after()
                    .lines()
                    .forEach(line -> taken.merge(share(step.after(), line), step.claim() * line.quantity(), Long::sum));
        }

        private static String share(OrderFields order, StoredLine line) {
            return order.viewer() + ' ' + line.offer();
        }

        boolean reacquire(OrderFields order) {
            return order.lines().stream()
                    .map(line -> offers.get(line.offer()))
                    .allMatch(offer -> offer != null && (offer.holdMs() == 0 || offer.reacquires()));
        }

        boolean hadRoom(Return refund, @Nullable Paid paid) {
            OrderFields order = orders.get(refund.order);
            return refund.reason.equals(LATE)
                    && paid != null
                    && order != null
                    && order.isExpired()
                    && paid.fits(order)
                    && reacquire(order)
                    && order.lines().stream().allMatch(line -> isRoom(order, line));
        }

        private boolean isRoom(OrderFields order, StoredLine line) {
            Offered offer = offers.get(line.offer());
            long limit = offer == null ? 0 : offer.limitPerViewer();
            return available.getOrDefault(StoredLine.pool(line.offer()), 0L) >= line.quantity()
                    && (limit == 0 || taken.getOrDefault(share(order, line), 0L) + line.quantity() <= limit);
        }
    }
}
