package io.ganchang.payment;

import io.ganchang.domain.Failpoint;
import io.ganchang.domain.Outcome;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.Problem;
import io.ganchang.ordering.OrderPayments;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what gateways tell: believes it where it is signed, has it recorded, and answers only then. One per event loop. */
public final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private static final long FORGED_TOLD_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final OrderPayments payments;
    private final LongSupplier nanoTime;
    private long forgedToldNanos;
    private int forgedUntold;

    public Callbacks(OrderPayments payments, LongSupplier nanoTime) {
        this.payments = payments;
        this.nanoTime = nanoTime;
        this.forgedToldNanos = nanoTime.getAsLong() - FORGED_TOLD_EVERY_NANOS;
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
            tellOfForged(gateway, forged);
            return Future.succeededFuture(new Taken(CallbackVerdict.FORGED, forged.detail()));
        }
        if (callback instanceof Callback.Malformed malformed) {
            LOG.error("a signed callback of {} is not understood: {}", gateway.name(), malformed.detail());
            return Future.succeededFuture(new Taken(CallbackVerdict.MALFORMED, malformed.detail()));
        }
        return Future.succeededFuture(new Taken(CallbackVerdict.RECORDED, ""));
    }

    /** Anybody can send what is forged, so the log has one line for many. */
    private void tellOfForged(Gateway gateway, Callback.Forged forged) {
        forgedUntold++;
        if (nanoTime.getAsLong() - forgedToldNanos >= FORGED_TOLD_EVERY_NANOS) {
            LOG.warn(
                    "{} callbacks since the last such line are not believed, the last for {}: {}",
                    forgedUntold,
                    gateway.name(),
                    forged.detail());
            forgedToldNanos = nanoTime.getAsLong();
            forgedUntold = 0;
        }
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
