package io.ganchang.payment;

import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A gateway that gives money back as the test says, and remembers what it was asked. */
final class GatewayForTest implements Gateway {
    private final String name;
    private final List<RefundOrder> asked = new ArrayList<>();
    private Function<RefundOrder, Future<RefundOutcome>> answer =
            order -> Future.succeededFuture(new RefundOutcome.Done());

    GatewayForTest(String name) {
        this.name = name;
    }

    synchronized void answers(Function<RefundOrder, Future<RefundOutcome>> next) {
        answer = next;
    }

    void answers(RefundOutcome outcome) {
        answers(order -> Future.succeededFuture(outcome));
    }

    synchronized List<RefundOrder> asked() {
        return List.copyOf(asked);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Future<RefundOutcome> refund(RefundOrder order) {
        asked.add(order);
        return answer.apply(order);
    }

    @Override
    public Future<URI> begin(PaymentRequest request) {
        return Future.failedFuture("nobody pays here");
    }

    @Override
    public Callback read(CallbackRequest request) {
        return new Callback.Irrelevant();
    }

    @Override
    public Optional<CallbackReply> reply(CallbackVerdict verdict) {
        return Optional.empty();
    }
}
