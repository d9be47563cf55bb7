package io.ganchang.ledger;

import io.ganchang.domain.CommandStamp;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundWish;
import io.ganchang.domain.SessionId;
import io.ganchang.redis.SettleRefund.Settled;
import io.ganchang.redis.TakePayment.Received;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Money of closed sessions, whose events the ledger numbers by itself, and money that names no session at all. The rules are
 * those of the function library. No stage blocks; where the database cannot take more it completes with
 * {@link io.ganchang.domain.Problem#OVERLOADED}.
 */
public interface ClosedBooks {

    /** As {@code payment_take_1}; nothing is confirmed any more. */
    CompletionStage<Outcome<String>> take(SessionId session, Received received);

    /** As {@code refund_settle_1}. */
    CompletionStage<Outcome<String>> settle(SessionId session, Settled settled);

    /** As {@code refund_grant_1}. */
    CompletionStage<Outcome<Refund>> grant(SessionId session, CommandStamp stamp, OrderId order, RefundWish wish);

    /** The order that a payment of that key named, in whatever session; empty where the ledger has no such payment. */
    CompletionStage<Optional<OrderId>> orderOf(PaymentKey payment);

    /** Notes money that names no session: a payment is to be given back, a refund of it has been. */
    CompletionStage<Outcome<String>> takeStray(PaymentNotice notice);
}
