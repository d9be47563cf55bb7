package io.ganchang.ordering;

import io.ganchang.config.LedgerConfig;
import io.ganchang.config.OrderingConfig;
import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Outcome.Done;
import io.ganchang.domain.Problem;
import io.ganchang.domain.SessionId;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.redis.Partition;
import io.ganchang.redis.PartitionSnapshot;
import io.ganchang.redis.PlaceOrders.Attempt;
import io.ganchang.redis.ReadOrder;
import io.ganchang.redis.ReadPools;
import io.ganchang.redis.RedisLink;
import io.ganchang.redis.ResolveOrder;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Places, reads and cancels orders. One per event loop; none of its futures fails on what can be expected. */
public final class Orders {
    private static final String CANCELLED_BY_VIEWER = "cancelled_by_viewer";

    private final Partitions partitions;
    private final RequestHasher hasher;
    private final OrderBatcher batcher;
    private final RedisLink link;
    private final LedgerProgress progress;
    private final OrderingConfig config;
    private final LedgerConfig ledgerConfig;
    private final RandomGenerator random;

    public Orders(
            Partitions partitions,
            RequestHasher hasher,
            OrderBatcher batcher,
            RedisLink link,
            LedgerProgress progress,
            OrderingConfig config,
            LedgerConfig ledgerConfig,
            RandomGenerator random) {
        this.partitions = partitions;
        this.hasher = hasher;
        this.batcher = batcher;
        this.link = link;
        this.progress = progress;
        this.config = config;
        this.ledgerConfig = ledgerConfig;
        this.random = random;
    }

    /** Places an order, or meets the one that an earlier attempt with the same key placed. */
    public Future<Outcome<Order>> place(OrderRequest request) {
        return in(request.session(), partition -> knowingTime(partition, () -> place(partition, request)));
    }

    /** Before the first attempt after a start: without the partition's time it could not be given a deadline. */
    private Future<Outcome<Order>> knowingTime(Partition partition, Supplier<Future<Outcome<Order>>> attempt) {
        if (partition.knowsTime()) {
            return attempt.get();
        }
        return ReadPools.call(link, partition).compose(read -> {
            if (read instanceof Outcome.Refused<PartitionSnapshot> refused) {
                return Future.succeededFuture(Outcome.refused(refused.problem(), refused.detail()));
            }
            return attempt.get();
        });
    }

    /** The order as it is now, where {@code caller} placed it. */
    public Future<Outcome<Order>> find(Caller caller, OrderId id) {
        return in(id.session(), partition -> ReadOrder.call(link, partition, id).map(found -> ofOwner(caller, found)));
    }

    private static Outcome<Order> ofOwner(Caller caller, Outcome<Order> found) {
        return found instanceof Done<Order> done && !done.value().owner().equals(caller.subject())
                ? Outcome.refused(Problem.NOT_FOUND, "There is no such order of yours.")
                : found;
    }

    /** Cancels the order, where {@code caller} placed it. */
    public Future<Outcome<Order>> cancel(Caller caller, OrderId id) {
        return in(id.session(), partition -> knowingTime(partition, () -> cancel(caller, id, partition)));
    }

    private Future<Outcome<Order>> cancel(Caller caller, OrderId id, Partition partition) {
        return ResolveOrder.cancel(
                link,
                partition,
                partition.head(config.clockBudgetMs(), config.attemptMs(), random),
                caller.subject(),
                id,
                CANCELLED_BY_VIEWER);
    }

    private Future<Outcome<Order>> place(Partition partition, OrderRequest request) {
        if (partition.knownSeq() - progress.committedSeq(partition.session()) > ledgerConfig.backlogEventsMax()) {
            return Future.succeededFuture(
                    Outcome.refused(Problem.OVERLOADED, "The ledger is too far behind to take more orders."));
        }
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

    private Future<Outcome<Order>> in(SessionId session, Function<Partition, Future<Outcome<Order>>> action) {
        Future<Outcome<Partition>> found = partitions.open(session);
        return found.compose(opened -> opened instanceof Outcome.Refused<Partition> refused
                ? Future.succeededFuture(Outcome.refused(refused.problem(), refused.detail()))
                : action.apply(((Done<Partition>) opened).value()));
    }
}
