package io.ganchang.ordering;

import io.ganchang.config.LedgerConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.ordering.OrderCounts.Shed;
import io.ganchang.redis.Partition;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.ganchang.redis.ReadOrder;
import io.ganchang.redis.ResolveOrder;
import io.vertx.core.Future;

/** Places, reads and cancels orders. One per event loop; none of its futures fails on what can be expected. */
public final class Orders {
    private static final String CANCELLED_BY_VIEWER = "cancelled_by_viewer";

    private final Partitions partitions;
    private final PartitionCalls calls;
    private final OrderBatcher batcher;
    private final ClosedOrders closedOrders;
    private final LedgerProgress progress;
    private final LedgerConfig ledgerConfig;

    public Orders(
            Partitions partitions,
            PartitionCalls calls,
            OrderBatcher batcher,
            ClosedOrders closedOrders,
            LedgerProgress progress,
            LedgerConfig ledgerConfig) {
        this.partitions = partitions;
        this.calls = calls;
        this.batcher = batcher;
        this.closedOrders = closedOrders;
        this.progress = progress;
        this.ledgerConfig = ledgerConfig;
    }

    /** Places an order, or meets the one that an earlier attempt with the same key placed. */
    public Future<Outcome<Order>> place(OrderRequest request) {
        return partitions.in(
                request.session(),
                partition -> calls.knowingTime(partition, () -> place(partition, request)),
                session -> closedOrders.place(session, request));
    }

    /** The order as it is now, where {@code caller} placed it. */
    public Future<Outcome<Order>> find(Caller caller, OrderId id) {
        return partitions.in(
                id.session(),
                partition -> ReadOrder.call(calls.link(), partition, id).map(found -> ofOwner(caller, found)),
                session -> closedOrders.find(caller, id));
    }

    static Outcome<Order> ofOwner(Caller caller, Outcome<Order> found) {
        return found instanceof Done<Order> done && !done.value().owner().equals(caller.subject())
                ? Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours.")
                : found;
    }

    /** Cancels the order, where {@code caller} placed it. */
    public Future<Outcome<Order>> cancel(Caller caller, OrderId id) {
        return partitions.in(
                id.session(),
                partition -> calls.knowingTime(partition, () -> cancel(caller, id, partition)),
                session -> closedOrders.cancel(caller, id));
    }

    private Future<Outcome<Order>> cancel(Caller caller, OrderId id, Partition partition) {
        return ResolveOrder.cancel(
                calls.link(), partition, calls.head(partition), caller.subject(), id, CANCELLED_BY_VIEWER);
    }

    private Future<Outcome<Order>> place(Partition partition, OrderRequest request) {
        if (partition.knownSeq() - progress.committedSeq(partition.session()) > ledgerConfig.backlogEventsMax()) {
            batcher.counts().countShed(Shed.LEDGER_BEHIND);
            return Future.succeededFuture(
                    Outcome.refused(Problem.OVERLOADED, "The ledger is too far behind to take more orders."));
        }
        RequestHasher hasher = calls.hasher();
        if (!hasher.knows(partition.orderKeyId())) {
            return Future.succeededFuture(Outcome.refused(
                    Problem.SESSION_FROZEN, "This server lacks the order key of session " + request.session() + "."));
        }
        String delivery = request.delivery() == null ? null : DeliveryJson.write(request.delivery());
        return batcher.place(
                partition,
                new Attempt(
                        hasher.orderId(partition.orderKeyId(), request),
                        hasher.fingerprint(partition.orderKeyId(), request, delivery),
                        request.viewer(),
                        request.caller().subject(),
                        request.caller().channel(),
                        request.lines(),
                        delivery));
    }
}
