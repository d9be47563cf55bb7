package io.ganchang.ledger;

import io.ganchang.domain.OrderState;
import io.ganchang.domain.RefundState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a session comes to, as of one sequence number.
 *
 * @param seq up to which the ledger had read the session
 * @param orders by state and currency
 * @param paid currency → all that was paid for orders of the session, also for unknown ones, minor units
 * @param refunds by state and currency
 */
public record SessionTotals(long seq, List<OrderSum> orders, Map<String, Long> paid, List<RefundSum> refunds) {

    public SessionTotals {
        orders = List.copyOf(orders);
        paid = Map.copyOf(paid);
        refunds = List.copyOf(refunds);
    }

    /** How many orders are in each state. */
    public Map<OrderState, Long> ordersByState() {
        Map<OrderState, Long> counts = new EnumMap<>(OrderState.class);
        for (OrderState state : OrderState.values()) {
            counts.put(state, 0L);
        }
        orders.forEach(sum -> counts.merge(sum.state(), sum.orders(), Long::sum));
        return counts;
    }

    /** Refunds that are still to be carried out, those that are stuck among them. */
    public long refundsDue() {
        return refunds.stream()
                .filter(sum -> sum.state() == RefundState.DUE)
                .mapToLong(RefundSum::refunds)
                .sum();
    }

    /** Refunds that wait for a person. */
    public long refundsStuck() {
        return refunds.stream().mapToLong(RefundSum::stuck).sum();
    }

    /** The money of each currency, by its code. */
    public Map<String, Takings> money() {
        Map<String, Takings> money = new TreeMap<>();
        orders.forEach(sum -> money.merge(sum.currency(), Takings.of(sum), Takings::plus));
        paid.forEach((currency, minor) -> money.merge(currency, new Takings(0, minor, 0, 0), Takings::plus));
        refunds.forEach(sum -> money.merge(sum.currency(), Takings.of(sum), Takings::plus));
        return money;
    }

    /**
     * Money of one currency, in its minor units.
     *
     * @param unpaidMinor what held orders are still to be paid
     * @param paidMinor all that was paid, also what is to be given back
     * @param refundedMinor what was given back
     * @param refundDueMinor what is still to be given back
     */
    public record Takings(long unpaidMinor, long paidMinor, long refundedMinor, long refundDueMinor) {

        private static Takings of(OrderSum sum) {
            return new Takings(sum.state() == OrderState.HELD ? sum.amountMinor() : 0, 0, 0, 0);
        }

        private static Takings of(RefundSum sum) {
            return sum.state() == RefundState.DONE
                    ? new Takings(0, 0, sum.amountMinor(), 0)
                    : new Takings(0, 0, 0, sum.amountMinor());
        }

        /** What stays of what was paid. */
        public long keptMinor() {
            return paidMinor - refundedMinor - refundDueMinor;
        }

        private Takings plus(Takings other) {
            return new Takings(
                    unpaidMinor + other.unpaidMinor,
                    paidMinor + other.paidMinor,
                    refundedMinor + other.refundedMinor,
                    refundDueMinor + other.refundDueMinor);
        }
    }
}
