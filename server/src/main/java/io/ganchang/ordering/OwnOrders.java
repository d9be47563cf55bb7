package io.ganchang.ordering;

import io.ganchang.domain.Caller;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.Problem;
import io.ganchang.ledger.Ledger;
import io.ganchang.ledger.LedgerProgress;
import io.ganchang.redis.Partition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Lists a caller's own orders from the ledger. The ledger follows the partitions by a moment; a listing waits for what
 * this server has acknowledged before, so that nobody misses the order they just placed.
 */
public final class OwnOrders {
    private static final Duration CATCH_UP_MAX = Duration.ofSeconds(2);

    private final Partitions partitions;
    private final LedgerProgress progress;
    private final Ledger ledger;

    public OwnOrders(Partitions partitions, LedgerProgress progress, Ledger ledger) {
        this.partitions = partitions;
        this.progress = progress;
        this.ledger = ledger;
    }

    /**
     * Orders of {@code caller}, newest first.
     *
     * @param after the last order of the page before
     */
    public Future<Outcome<List<Order>>> list(Caller caller, Optional<OrderId> after, int limit) {
        return catchUp()
                .compose(caughtUp -> caughtUp
                        ? OnCallersLoop.of(ledger.ordersOf(caller.subject(), after, limit))
                                .map(Outcome::done)
                        : Future.succeededFuture(Outcome.refused(
                                Problem.OVERLOADED, "The ledger has not caught up with the latest orders yet.")));
    }

    private Future<Boolean> catchUp() {
        List<Future<Boolean>> waits = partitions.known().stream()
                .filter(partition -> !progress.isHalted(partition.session())) // it would be waited for in vain
                .filter(partition -> progress.committedSeq(partition.session()) < partition.knownSeq())
                .map(this::awaitLedger)
                .toList();
        return Future.all(waits).map(all -> waits.stream().allMatch(Future::result));
    }

    private Future<Boolean> awaitLedger(Partition partition) {
        return OnCallersLoop.of(progress.awaitSeq(partition.session(), partition.knownSeq(), CATCH_UP_MAX));
    }
}
