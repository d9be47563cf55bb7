package io.ganchang.audit;

import io.ganchang.audit.PaymentStates.Known;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Payment;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentState;
import java.util.Optional;

/** What an order tells of its money must be what its payments and refunds give, and must fit its state. */
final class MoneyChecks {
    private final PaymentStates payments;
    private final OrderMoney orders;
    private final Problems problems;

    MoneyChecks(PaymentStates payments, OrderMoney orders, Problems problems) {
        this.payments = payments;
        this.orders = orders;
        this.problems = problems;
    }

    /** Holds an order against all its payments and refunds so far; {@code when} begins what is reported. */
    void check(Order order, String when) {
        Payment told = order.payment();
        if (told.state() != letter(order)) {
            problems.add(when + " order " + order.id() + " tells that its payment is " + told.state() + ", not "
                    + letter(order));
        }
        boolean isConfirmed = order.state() == OrderState.CONFIRMED;
        if (isConfirmed && order.heldUntilMs().isPresent() && order.paidBy() == null) {
            problems.add(when + " order " + order.id() + " is confirmed, but was not paid for");
        }
        if (!(isConfirmed && order.paidBy() != null) && told.paidMinor() != told.grantedMinor()) {
            problems.add(when + " order " + order.id() + " is not confirmed by a payment, but of " + told.paidMinor()
                    + " paid for it " + told.grantedMinor() + " are given back or due to be");
        }
        if (payments.size() > 0 || told.paidMinor() != 0 || told.grantedMinor() != 0 || told.refundedMinor() != 0) {
            checkSums(order, when);
        }
    }

    private void checkSums(Order order, String when) {
        String suffix = order.id().suffix();
        Optional<Known> confirming = Optional.ofNullable(order.paidBy()).flatMap(payments::find);
        OrderMoney.Sums sums = orders.of(suffix, order.currency());
        Payment told = order.payment();
        long paid = sums.others() + confirming.map(Known::amount).orElse(0L);
        if (told.paidMinor() != paid
                || told.grantedMinor() != sums.granted()
                || told.refundedMinor() != sums.refunded()) {
            problems.add(when + " order " + order.id() + " tells of " + told.paidMinor() + " paid, "
                    + told.grantedMinor() + " given back or due to be, " + told.refundedMinor()
                    + " given back, but its payments and refunds give " + paid + ", " + sums.granted() + ", "
                    + sums.refunded());
        }
        if (order.paidBy() != null) {
            long due = payments.told(suffix, order.currency(), order.amountMinor());
            if (confirming.map(Known::told).filter(payment -> payment == due).isEmpty()) {
                problems.add(when + " order " + order.id() + " is confirmed by payment " + order.paidBy()
                        + ", which is none of its amount for it");
            }
        }
    }

    /** A payment that is not given back in full must have confirmed the order it names. */
    void checkKept(PaymentKey payment, Optional<Order> order, String when) {
        long kept = payments.find(payment).map(Known::kept).orElse(0L);
        boolean isKeptFor = order.filter(told -> told.state() == OrderState.CONFIRMED && payment.equals(told.paidBy()))
                .isPresent();
        if (kept != 0 && !isKeptFor) {
            problems.add(when + " " + kept + " of payment " + payment + " are kept for no confirmed order");
        }
    }

    /** What the letter of an order's record has to say. */
    private static PaymentState letter(Order order) {
        Payment told = order.payment();
        if (order.state() == OrderState.HELD) {
            return PaymentState.DUE;
        }
        if (told.grantedMinor() > told.refundedMinor()) {
            return PaymentState.REFUND_DUE;
        }
        if (told.paidMinor() == 0) {
            return PaymentState.NONE;
        }
        return told.refundedMinor() == told.paidMinor() ? PaymentState.REFUNDED : PaymentState.PAID;
    }
}
