package io.ganchang.payment;

import io.ganchang.domain.Failpoint;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.Problem;
import io.ganchang.ordering.OrderPayments;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what gateways tell: believes it where it is signed, has it recorded, and answers only then. One per event loop. */
public final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final OrderPayments payments;

    public Callbacks(OrderPayments payments) {
        this.payments = payments;
    }

    /** What became of a callback, and why, where it was not recorded. */
    public record Taken(CallbackVerdict verdict, String detail) {}

    /** Does not fail. */
    public Future<Taken> take(Gateway gateway, CallbackRequest request) {
        Callback callback = gateway.read(request);
        if (callback instanceof Callback.Told told) {
            Failpoint.CALLBACK_VERIFIED.reached();
            return record(gateway, told.notice());
        }
        if (callback instanceof Callback.Forged forged) {
            LOG.warn("a callback for {} is not believed: {}", gateway.name(), forged.detail());
            return Future.succeededFuture(new Taken(CallbackVerdict.FORGED, forged.detail()));
        }
        if (callback instanceof Callback.Malformed malformed) {
            LOG.error("a signed callback of {} is not understood: {}", gateway.name(), malformed.detail());
            return Future.succeededFuture(new Taken(CallbackVerdict.MALFORMED, malformed.detail()));
        }
        return Future.succeededFuture(new Taken(CallbackVerdict.RECORDED, ""));
    }

    private Future<Taken> record(Gateway gateway, PaymentNotice notice) {
        return payments.take(notice)
                .onSuccess(noted -> Failpoint.PAYMENT_NOTED.reached())
                .map(Callbacks::taken)
                .otherwise(failure -> {
                    LOG.error("a notice of {} could not be recorded", gateway.name(), failure);
                    return new Taken(CallbackVerdict.UNRECORDED, "It cannot be recorded at the moment.");
                });
    }

    /** Where it makes no sense to those who keep the books, sending it again would not help. */
    private static Taken taken(Outcome<String> outcome) {
        if (outcome instanceof Outcome.Refused<String> refused) {
            return new Taken(
                    refused.problem() == Problem.INVALID_REQUEST
                            ? CallbackVerdict.MALFORMED
                            : CallbackVerdict.UNRECORDED,
                    refused.detail());
        }
        return new Taken(CallbackVerdict.RECORDED, "");
    }
}
