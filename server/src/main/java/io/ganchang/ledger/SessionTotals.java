package io.ganchang.ledger;

import io.ganchang.domain.OrderState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a session comes to, as of one sequence number. Money that was paid in another currency than an order's is in no sum.
 *
 * @param seq up to which the ledger had read the session
 * @param sums by state and currency
 * @param refundsDue refunds that are still to be carried out, those that are stuck among them
 * @param refundsStuck refunds that wait for a person
 */
public record SessionTotals(long seq, List<OrderSum> sums, long refundsDue, long refundsStuck) {

    public SessionTotals {
        sums = List.copyOf(sums);
    }

    /** How many orders are in each state. */
    public Map<OrderState, Long> orders() {
        Map<OrderState, Long> orders = new EnumMap<>(OrderState.class);
        for (OrderState state : OrderState.values()) {
            orders.put(state, 0L);
        }
        sums.forEach(sum -> orders.merge(sum.state(), sum.orders(), Long::sum));
        return orders;
    }

    /** The money of each currency, by its code. */
    public Map<String, Takings> money() {
        Map<String, Takings> money = new TreeMap<>();
        sums.forEach(sum -> money.merge(sum.currency(), Takings.of(sum), Takings::plus));
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
            return new Takings(
                    sum.state() == OrderState.HELD ? sum.amountMinor() : 0,
                    sum.paidMinor(),
                    sum.refundedMinor(),
                    sum.grantedMinor() - sum.refundedMinor());
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
