package io.ganchang.payment;

import io.ganchang.domain.Outcome;
import io.ganchang.ledger.RefundRow;
import io.vertx.core.Future;

/** Notes in the books that a refund was carried out. To note it twice changes nothing. */
@FunctionalInterface
public interface RefundSettling {

    /** Notes it, in the partition of its session or, where there is none any more, in the ledger. */
    Future<Outcome<String>> settle(RefundRow refund);
}
