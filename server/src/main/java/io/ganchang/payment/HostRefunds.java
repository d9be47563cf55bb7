package io.ganchang.payment;

import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundWish;
import io.ganchang.ordering.Command;
import io.ganchang.ordering.OrderPayments;
import io.ganchang.ordering.PartitionCalls;
import io.ganchang.session.Sessions;
import io.vertx.core.Future;

/** Hosts give money back, such as for spoilt fruit. One per event loop. */
public final class HostRefunds {
    private final Sessions sessions;
    private final OrderPayments payments;

    public HostRefunds(Sessions sessions, OrderPayments payments) {
        this.sessions = sessions;
        this.payments = payments;
    }

    /** Makes a refund due, where the caller may command the order's session. A repeat of the command meets the same one. */
    public Future<Outcome<Refund>> grant(OrderId order, RefundWish wish, Command command) {
        return sessions.findFor(command.caller(), order.session())
                .compose(found -> PartitionCalls.then(found, session -> payments.grant(order, wish, command)));
    }
}
