package io.ganchang.payment.alipay;

import io.ganchang.config.AlipayConfig;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackReply;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.CallbackVerdict;
import io.ganchang.payment.Gateway;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.RefundOrder;
import io.ganchang.payment.RefundOutcome;
import io.ganchang.payment.merchant.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Alipay, as payment on a phone's browser ({@code alipay.trade.wap.pay}). */
public final class AlipayGateway implements Gateway {
    static final String NAME = "alipay";

    /** What it takes and gives back. */
    static final String CURRENCY = "CNY";

    private static final int OK = 200;

    private final PaymentPage page;
    private final Refunds refunds;
    private final Notification notification;

    private AlipayGateway(PaymentPage page, Refunds refunds, Notification notification) {
        this.page = page;
        this.refunds = refunds;
        this.notification = notification;
    }

    /**
     * The gateway of the merchant that {@code config} names. Calls nobody yet.
     *
     * @throws io.ganchang.payment.merchant.UnusableKeyException where one of its keys cannot be read
     */
    public static AlipayGateway open(Vertx vertx, AlipayConfig config, InstantSource clock) {
        Account account = Account.open(config);
        Requests requests = new Requests(account, clock);
        AlipayApi api = new AlipayApi(new Exchange(vertx, config.url()), requests, account);
        return new AlipayGateway(new PaymentPage(requests, config.url()), new Refunds(api), new Notification(account));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<URI> begin(PaymentRequest request) {
        return request.currency().equals(CURRENCY)
                ? Future.succeededFuture(page.address(request))
                : Future.failedFuture("Alipay takes " + CURRENCY + ", not " + request.currency());
    }

    @Override
    public Callback read(CallbackRequest request) {
        return notification.read(request.body());
    }

    /** Alipay reads nothing but the word: all but {@code success} has it send the notification again. */
    @Override
    public Optional<CallbackReply> reply(CallbackVerdict verdict) {
        String word = verdict == CallbackVerdict.RECORDED ? "success" : "failure";
        return Optional.of(new CallbackReply(OK, "text/plain", word));
    }

    @Override
    public Future<RefundOutcome> refund(RefundOrder order) {
        return refunds.carryOut(order);
    }
}
