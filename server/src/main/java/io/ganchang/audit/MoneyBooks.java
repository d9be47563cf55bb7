package io.ganchang.audit;

import io.ganchang.audit.PaymentStates.Known;
import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.RefundState;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.PaymentRecord;
import io.ganchang.redis.RefundRecord;
import java.util.Optional;

/**
 * What the events say of money: every payment and every refund, what they come to for each order, and the sums. A payment
 * that did not confirm its order is given back by the very next event, which is how the two kinds are told apart.
 */
final class MoneyBooks {
    /** Why the gateway has given back what nobody asked it to. */
    private static final String BY_GATEWAY = "by_gateway";
    /** Why a payment goes back that no order has counted. */
    private static final String UNKNOWN_ORDER = "unknown_order";

    /** What the record of a payment says where nothing of it goes back. */
    static final String NO_REFUNDS = "-";

    private final SessionId session;
    private final Problems problems;
    private final PaymentStates payments;
    private final RefundStates refunds;
    private final OrderMoney orders;
    private final MoneySums sums = new MoneySums();
    private final MoneyChecks checks;
    private final MoneyRun run;

    MoneyBooks(SessionId session, Problems problems) {
        this.session = session;
        this.problems = problems;
        Digests digests = new Digests();
        payments = new PaymentStates(digests, problems);
        refunds = new RefundStates(digests, problems);
        orders = new OrderMoney(digests);
        checks = new MoneyChecks(payments, orders, problems);
        run = new MoneyRun(checks);
    }

    /** Takes an event that made {@code order} of an order. */
    void apply(Event event, Order order) {
        run.take(event, order);
        if (event.type().equals(Event.ORDER_CONFIRMED) && order.paidBy() != null) {
            sums.keep(order.currency(), order.amountMinor());
        }
    }

    /** Takes an event of a payment or refund. */
    void apply(Event event) {
        if (!event.deltas().equals("-")) {
            problems.add("event " + event.id() + " moves money and pools at once");
        }
        switch (event.type()) {
            case Event.PAYMENT_RECEIVED -> receive(event);
            case Event.REFUND_DUE -> due(event, refund(event, RefundState.DUE));
            case Event.REFUND_DONE -> done(event, refund(event, RefundState.DONE));
            default -> problems.add("event " + event.id() + " is " + event.type() + ", which is not known");
        }
    }

    private void receive(Event event) {
        PaymentKey key = PaymentKey.require(event.subject());
        PaymentRecord record = PaymentRecord.parse(event.body());
        run.take(event, record.order(), key);
        if (!event.actor().equals(key.gateway())) {
            problems.add("event " + event.id() + " tells of a payment that is not its actor's");
        }
        if (record.amountMinor() < 1
                || record.grantedMinor() != 0
                || record.refundedMinor() != 0
                || !record.refunds().equals(NO_REFUNDS)) {
            problems.add("event " + event.id() + " tells of a payment that does not begin whole");
        }
        if (payments.add(key, record, event.seq())) {
            sums.pay(record.currency(), record.amountMinor());
        } else {
            problems.add("event " + event.id() + " counts payment " + key + " again");
        }
    }

    private Refund refund(Event event, RefundState state) {
        RefundId id = RefundId.parse(event.subject())
                .filter(parsed -> parsed.session().equals(session))
                .orElseThrow(() -> new IllegalArgumentException("a broken refund id"));
        Refund refund = RefundRecord.parse(id, event.body());
        run.take(event, refund.order(), refund.payment());
        if (refund.state() != state) {
            problems.add("event " + event.id() + " is " + event.type() + ", but its refund is " + refund.state());
        }
        return refund;
    }

    private void due(Event event, Refund refund) {
        if (refund.reason().equals(BY_GATEWAY)) {
            problems.add("event " + event.id() + " makes a refund due that the gateway has made by itself");
        }
        begin(event, refund);
    }

    private void done(Event event, Refund refund) {
        if (refund.reason().equals(BY_GATEWAY)) {
            begin(event, refund);
            carryOut(refund);
        } else if (refunds.settle(refund, event.seq())) {
            carryOut(refund);
        } else {
            problems.add("event " + event.id() + " carries out refund " + refund.id() + ", which was not due");
        }
    }

    private void begin(Event event, Refund refund) {
        if (refund.id().seq() != event.seq() || !refunds.add(refund, event.seq())) {
            problems.add("event " + event.id() + " makes refund " + refund.id() + ", which is not its number");
            return;
        }
        Optional<Known> payment = payments.find(refund.payment());
        if (payment.isEmpty()
                || payment.get().told()
                        != payments.told(
                                refund.order(), refund.currency(), payment.get().amount())) {
            problems.add("event " + event.id() + " gives back what payment " + refund.payment() + " is not");
        } else if (refund.amountMinor() < 1
                || refund.amountMinor() > payment.get().kept()) {
            problems.add("event " + event.id() + " gives back " + refund.amountMinor() + " of payment "
                    + refund.payment() + ", of which " + payment.get().kept() + " are left");
        }
        payment.ifPresent(known -> grant(refund, known));
    }

    private void grant(Refund refund, Known payment) {
        boolean hasConfirmed = refund.id().seq() != payment.seq() + 1;
        payments.grant(refund.payment(), refund.amountMinor(), refund.id().seq());
        sums.grant(refund.currency(), refund.amountMinor());
        if (hasConfirmed) {
            sums.keep(refund.currency(), -refund.amountMinor());
        }
        if (isCounted(refund)) {
            if (!hasConfirmed) {
                orders.addOther(refund.order(), refund.currency(), payment.amount());
            }
            orders.grant(refund.order(), refund.currency(), refund.amountMinor());
        }
    }

    private void carryOut(Refund refund) {
        payments.refund(refund.payment(), refund.amountMinor());
        sums.refund(refund.currency(), refund.amountMinor());
        if (isCounted(refund)) {
            orders.refund(refund.order(), refund.currency(), refund.amountMinor());
        }
    }

    /** Whether the order that the payment named, if its money is of that currency, has it in its record. */
    private static boolean isCounted(Refund refund) {
        return !refund.reason().equals(UNKNOWN_ORDER);
    }

    /** Ends a run of events: what is compared next is as of now. */
    void settle() {
        run.end();
    }

    /** Takes a payment as the ledger tells it, for audits that do not begin at the first event. */
    void takePayment(PaymentKey key, PaymentRecord record, long seq) {
        if (payments.add(key, record, seq)) {
            sums.pay(record.currency(), record.amountMinor());
            payments.seeInLedger(key);
        }
    }

    /**
     * Takes a refund likewise, after the payments.
     *
     * @param doneSeq of the event that carried it out; 0 for none
     */
    void takeRefund(Refund refund, long doneSeq) {
        refunds.add(refund, Math.max(refund.id().seq(), doneSeq));
        payments.find(refund.payment()).ifPresent(known -> grant(refund, known));
        if (refund.state() == RefundState.DONE) {
            carryOut(refund);
        }
    }

    /** Goes on from a checkpoint once payments and refunds up to there are taken. */
    void resume(VerifiedState checkpoint) {
        sums.resume(checkpoint.money(), problems);
        if (checkpoint.payments() != payments.size()
                || checkpoint.refunds() != refunds.size()
                || checkpoint.refundsDue() != refunds.due()) {
            problems.add("up to the checkpoint the ledger has " + payments.size() + " payments and " + refunds.size()
                    + " refunds, of which " + refunds.due() + " are due, but had " + checkpoint.payments() + ", "
                    + checkpoint.refunds() + " and " + checkpoint.refundsDue());
        }
    }

    /** Holds an order that is as its last event left it against its payments and refunds. */
    void check(Order order, String when) {
        checks.check(order, when);
    }

    PaymentStates payments() {
        return payments;
    }

    RefundStates refunds() {
        return refunds;
    }

    MoneySums sums() {
        return sums;
    }
}
