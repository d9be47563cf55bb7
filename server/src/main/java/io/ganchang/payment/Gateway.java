package io.ganchang.payment;

import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;

/** A payment service: where buyers are sent to pay, what it tells of payments, and how it gives money back. Thread-safe. */
public interface Gateway {

    /** An id of at most 16 characters, which is part of its callback's path and of every payment's key. */
    String name();

    /**
     * Begins a payment. A payment of one order can be paid only once, however often it is begun.
     *
     * @return where to send the buyer; fails where the gateway cannot be reached or refuses
     */
    Future<URI> begin(PaymentRequest request);

    /** What a callback says. Nothing in it is believed before its signature has been checked. */
    Callback read(CallbackRequest request);

    /** How this gateway wants its callback answered; empty for the answers of our own contract. */
    Optional<CallbackReply> reply(CallbackVerdict verdict);

    /**
     * Gives money back. A refund id is carried out once, however often it is asked for. Does not fail: what cannot be done is
     * a {@link RefundOutcome}.
     */
    Future<RefundOutcome> refund(RefundOrder order);
}
