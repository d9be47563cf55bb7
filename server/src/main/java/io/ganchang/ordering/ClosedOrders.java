package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.OrderRow;
import io.ganchang.ledger.StoredSession;
import io.ganchang.redis.OrderRecord;
import io.vertx.core.Future;

/** Answers about the orders of closed sessions, from the ledger alone. Nothing changes them any more. One per event loop. */
public final class ClosedOrders {
    private final Ledger ledger;
    private final RequestHasher hasher;

    public ClosedOrders(Ledger ledger, RequestHasher hasher) {
        this.ledger = ledger;
        this.hasher = hasher;
    }

    /** A repeat meets its order, as ever; there are no new ones. */
    Future<Outcome<Order>> place(StoredSession session, OrderRequest request) {
        if (!hasher.knows(session.keyId())) {
            return Future.succeededFuture(Outcome.refused(
                    Problem.SESSION_FROZEN, "This server lacks the order key of session " + session.id() + "."));
        }
        String delivery = request.delivery() == null ? null : DeliveryJson.write(request.delivery());
        String fingerprint = hasher.fingerprint(session.keyId(), request, delivery);
        return OnCallersLoop.of(ledger.order(hasher.orderId(session.keyId(), request)))
                .map(found -> found.map(row -> repeat(row, fingerprint))
                        .orElseGet(() -> Outcome.refused(Problem.SESSION_NOT_LIVE, "The session is closed.")));
    }

    private static Outcome<Order> repeat(OrderRow row, String fingerprint) {
        return OrderRecord.fingerprint(row.record()).equals(fingerprint)
                ? new Done<>(row.order(), true)
                : Outcome.refused(Problem.IDEMPOTENCY_MISMATCH, "The key was used before, with another request.");
    }

    Future<Outcome<Order>> find(Caller caller, OrderId id) {
        return OnCallersLoop.of(ledger.order(id))
                .map(found -> Orders.ofOwner(
                        caller,
                        found.map(row -> Outcome.done(row.order()))
                                .orElseGet(
                                        () -> Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours."))));
    }

    /** A repeat is answered with the order that was cancelled while that could be done. */
    Future<Outcome<Order>> cancel(Caller caller, OrderId id) {
        return find(caller, id)
                .map(found -> found instanceof Done<Order> done && done.value().state() != OrderState.CANCELLED
                        ? Outcome.refused(Problem.ORDER_STATE, "The session is closed; its orders stand as they are.")
                        : found);
    }
}
