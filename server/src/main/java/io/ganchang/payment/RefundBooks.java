package io.ganchang.payment;

import io.ganchang.domain.Outcome;
import io.ganchang.ledger.RefundRow;
import io.ganchang.ledger.StrayPayments;
import io.ganchang.ordering.OnCallersLoop;
import io.ganchang.ordering.OrderPayments;
import io.vertx.core.Future;

/** Notes what was carried out where it belongs: with its session's orders, or, for a stray payment, in the ledger alone. */
public final class RefundBooks implements RefundSettling {
    private final OrderPayments payments;
    private final StrayPayments strays;

    public RefundBooks(OrderPayments payments, StrayPayments strays) {
        this.payments = payments;
        this.strays = strays;
    }

    @Override
    public Future<Outcome<String>> settle(RefundRow refund) {
        return refund.session().isPresent()
                ? payments.settle(refund.refund())
                : OnCallersLoop.of(strays.settle(refund));
    }
}
