package io.ganchang.ledger;

import io.ganchang.database.Transaction;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.OrderMoney;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An order of a closed session: nothing changes of it but its money. */
record ClosedOrder(Order order, OrderMoney money) {

    static Optional<ClosedOrder> find(Transaction transaction, SessionId session, String suffix) {
        return OrderTable.find(transaction, new OrderId(session, suffix))
                .map(row -> new ClosedOrder(row.order(), OrderMoney.of(row.record())));
    }

    /** Whether the order's sums are in that currency, so that they count what is paid in it. */
    boolean counts(String currency) {
        return order.currency().equals(currency);
    }

    /** Changes the order's money as the next event of {@code entry}. */
    void change(ClosedEntry entry, String type, String actor, UnaryOperator<OrderMoney> change) {
        String record = change.apply(money).record(entry.nextSeq(), entry.nowMs());
        entry.add(type, actor, order.id().suffix(), record, null);
    }
}
