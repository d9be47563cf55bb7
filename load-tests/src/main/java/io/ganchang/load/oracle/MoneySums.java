package io.ganchang.load.oracle;

import io.ganchang.load.oracle.MoneyBook.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run's money came to, for its report.
 *
 * @param held orders that were held at first
 * @param paid of these, confirmed while they were held
 * @param reacquired confirmed by money that came late
 * @param cancelled while they were held or after they were paid
 * @param refunds that were carried out
 * @param requested refunds that hosts asked for
 * @param currencies sums by currency
 */
public record MoneySums(
        long held,
        long paid,
        long expired,
        long reacquired,
        long cancelled,
        long payments,
        long refunds,
        long requested,
        Map<String, Sum> currencies) {

    /** Minor units of one currency. */
    public record Sum(long paidMinor, long refundedMinor) {
        Sum plus(long paid, long refunded) {
            return new Sum(paidMinor + paid, refundedMinor + refunded);
        }

        public long keptMinor() {
            return paidMinor - refundedMinor;
        }
    }

    /** Counts them from the events of the ledger. */
    public static MoneySums of(LedgerSnapshot ledger) {
        List<OrderStep> steps = new ArrayList<>(OrderStep.of(ledger));
        steps.removeIf(step -> !step.after().wasHeld());
        MoneyBook book = MoneyBook.of(ledger);
        Map<String, Sum> sums = new TreeMap<>();
        Sum none = new Sum(0, 0);
        book.payments()
                .values()
                .forEach(paid -> sums.put(
                        paid.currency(),
                        sums.getOrDefault(paid.currency(), none).plus(paid.amountMinor(), 0)));
        book.refunds()
                .values()
                .forEach(refund -> sums.put(
                        refund.currency,
                        sums.getOrDefault(refund.currency, none).plus(0, refund.done() * refund.amountMinor)));
        long reacquired = steps.stream().filter(OrderStep::reacquires).count();
        return new MoneySums(
                count(steps, StoredEvent.HELD),
                count(steps, StoredEvent.CONFIRMED) - reacquired,
                count(steps, StoredEvent.EXPIRED),
                reacquired,
                count(steps, StoredEvent.CANCELLED),
                book.payments().size(),
                book.refunds().values().stream()
                        .filter(refund -> refund.done() > 0)
                        .count(),
                book.refunds().values().stream().filter(Return::isRequested).count(),
                sums);
    }

    /** Of several sessions together. */
    public MoneySums plus(MoneySums other) {
        Map<String, Sum> sums = new TreeMap<>(currencies);
        other.currencies.forEach(
                (currency, sum) -> sums.merge(currency, sum, (a, b) -> a.plus(b.paidMinor(), b.refundedMinor())));
        return new MoneySums(
                held + other.held,
                paid + other.paid,
                expired + other.expired,
                reacquired + other.reacquired,
                cancelled + other.cancelled,
                payments + other.payments,
                refunds + other.refunds,
                requested + other.requested,
                sums);
    }

    private static long count(List<OrderStep> steps, String type) {
        return steps.stream().filter(step -> step.event().type().equals(type)).count();
    }
}
