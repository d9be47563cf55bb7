package io.ganchang.audit;

import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.PaymentKey;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The events that follow each other about one order. A change of money takes up to three of them, in between which the books
 * do not fit; once the run is over they must.
 */
final class MoneyRun {
    private final MoneyChecks checks;
    private final Set<PaymentKey> payments = new LinkedHashSet<>();
    private String order = "";
    private Optional<Order> told = Optional.empty();
    private String lastEvent = "";

    MoneyRun(MoneyChecks checks) {
        this.checks = checks;
    }

    /** Takes an event that made {@code changed} of an order. */
    void take(Event event, Order changed) {
        goOn(event, changed.id().suffix());
        told = Optional.of(changed);
    }

    /** Takes an event of a payment, or of a refund from it. */
    void take(Event event, String paidOrder, PaymentKey payment) {
        goOn(event, paidOrder);
        payments.add(payment);
    }

    private void goOn(Event event, String next) {
        if (!next.equals(order)) {
            end();
            order = next;
        }
        lastEvent = event.id().toString();
    }

    /** Ends the run: the books must fit. */
    void end() {
        told.ifPresent(last -> checks.check(last, "after event " + lastEvent));
        payments.forEach(payment -> checks.checkKept(payment, told, "after event " + lastEvent));
        payments.clear();
        told = Optional.empty();
        order = "";
    }
}
