package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerProgress;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Lists a caller's own orders from the ledger. The ledger follows the partitions by a moment; a listing waits for what
 * this server has acknowledged before, so that nobody misses the order they just placed.
 */
public final class OwnOrders {
    private final CatchUp catchUp;
    private final Ledger ledger;

    public OwnOrders(Partitions partitions, LedgerProgress progress, Ledger ledger) {
        this.catchUp = new CatchUp(partitions, progress);
        this.ledger = ledger;
    }

    /**
     * Orders of {@code caller}, newest first.
     *
     * @param after the last order of the page before
     */
    public Future<Outcome<List<Order>>> list(Caller caller, Optional<OrderId> after, int limit) {
        return catchUp.withAll()
                .compose(caughtUp -> caughtUp
                        ? OnCallersLoop.of(ledger.ordersOf(caller.subject(), after, limit))
                                .map(Outcome::done)
                        : Future.succeededFuture(Outcome.refused(
                                Problem.OVERLOADED, "The ledger has not caught up with the latest orders yet.")));
    }
}
