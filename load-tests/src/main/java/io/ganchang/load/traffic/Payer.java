package io.ganchang.load.traffic;

import io.ganchang.load.traffic.MoneyPlan.Kind;
import io.ganchang.load.traffic.MoneyPlan.Payment;
import io.ganchang.load.traffic.Provider.Charge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Does about the money of an order what is planned. Confined to the event loop. */
public final class Payer {
    /** The part of a hold in which a buyer pays who pays in time; the rest is for a server that is being started. */
    private static final double IN_TIME = 0.6;

    private static final long LATE_MS_MIN = 50;
    private static final long LATE_MS_MAX = 3000;
    private static final long NOT_DUE_MS_MAX = 2000;
    private static final String OTHER_CURRENCY = "USD";

    private final Vertx vertx;
    private final String session;
    private final Buyer buyer;
    private final Provider provider;
    private final Host host;
    private final Clocks clocks;

    public Payer(Vertx vertx, String session, Buyer buyer, Provider provider, Host host, Clocks clocks) {
        this.vertx = vertx;
        this.session = session;
        this.buyer = buyer;
        this.provider = provider;
        this.host = host;
        this.clocks = clocks;
    }

    /** Carries the plan out; completes when all of it is settled. */
    Future<Void> settle(MoneyPlan plan, Purchase purchase) {
        OrderSeen order = purchase.seen();
        if (order == null || plan.payments().isEmpty()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> payments = new ArrayList<>();
        for (int i = 0; i < plan.payments().size(); i++) {
            Payment payment = plan.payments().get(i);
            Charge charge = charge(payment.kind(), purchase, order, i);
            boolean asks = i == 0 && plan.asksFirst();
            payments.add(later(afterMs(payment, order), () -> pay(payment, charge, purchase, asks)));
        }
        return Future.all(payments).compose(unused -> afterwards(plan, purchase, order));
    }

    /** Pays for the purchase's order at once, where it is held. */
    Future<Void> payNow(Purchase purchase) {
        OrderSeen order = purchase.seen();
        if (order == null || !order.isHeld()) {
            return Future.succeededFuture();
        }
        Payment payment = Payment.once(Kind.RIGHT, false, 0);
        return pay(payment, charge(Kind.RIGHT, purchase, order, 0), purchase, false);
    }

    private long afterMs(Payment payment, OrderSeen order) {
        if (order.heldUntilMs() == 0) {
            return (long) (payment.place() * NOT_DUE_MS_MAX);
        }
        long leftMs = Math.max(0, order.heldUntilMs() - clocks.wallMs());
        return payment.late()
                ? leftMs + LATE_MS_MIN + (long) (payment.place() * (LATE_MS_MAX - LATE_MS_MIN))
                : (long) (payment.place() * IN_TIME * leftMs);
    }

    private Charge charge(Kind kind, Purchase purchase, OrderSeen order, int number) {
        long request = purchase.wish().request();
        String payment = session + "-p" + request + '-' + number;
        long amountMinor = switch (kind) {
            case TOO_LITTLE -> order.amountMinor() - 1;
            case TOO_MUCH -> order.amountMinor() + 1;
            default -> order.amountMinor();
        };
        String target = switch (kind) {
            case UNKNOWN_ORDER -> session + '.' + nobody(request);
            case STRAY -> request % 2 == 0 ? "nowhere." + nobody(request) : "order-" + request;
            default -> order.id();
        };
        return new Charge(
                payment, target, amountMinor, kind == Kind.OTHER_CURRENCY ? OTHER_CURRENCY : order.currency());
    }

    /** As long as the second part of an order id, and of no order. */
    private static String nobody(long request) {
        return String.format(Locale.ROOT, "nobody%016d", request);
    }

    private Future<Void> pay(Payment payment, Charge charge, Purchase purchase, boolean asks) {
        Future<String> asked = asks ? buyer.pay(purchase) : Future.succeededFuture(Errand.DONE);
        return asked.compose(unused -> {
            if (!buyer.isPatient()) {
                return Future.succeededFuture(); // nobody pays when the run has been given up
            }
            provider.take(charge);
            return tell(payment, charge);
        });
    }

    private Future<Void> tell(Payment payment, Charge charge) {
        List<Future<Void>> notices = new ArrayList<>();
        for (int i = 0; i < payment.notices(); i++) {
            boolean other = payment.renewed() && i == payment.notices() - 1;
            notices.add(provider.tell(charge, "msg_" + charge.payment() + (other ? "-again" : "")));
        }
        return Future.all(notices).mapEmpty();
    }

    private Future<Void> afterwards(MoneyPlan plan, Purchase purchase, OrderSeen order) {
        Future<Void> refunded = Future.succeededFuture();
        for (MoneyPlan.GivingBack refund : plan.refunds()) {
            refunded = refunded.compose(unused -> host.giveBack(purchase, order, refund));
        }
        Future<Void> cancelled = plan.cancelAfterMs().isPresent()
                ? later(
                        plan.cancelAfterMs().getAsLong(),
                        () -> buyer.cancel(purchase).mapEmpty())
                : Future.succeededFuture();
        return Future.all(refunded, cancelled).mapEmpty();
    }

    private Future<Void> later(long afterMs, Supplier<Future<Void>> deed) {
        if (afterMs <= 0) {
            return deed.get();
        }
        Promise<Void> done = Promise.promise();
        vertx.setTimer(afterMs, unused -> deed.get().onComplete(done));
        return done.future();
    }
}
