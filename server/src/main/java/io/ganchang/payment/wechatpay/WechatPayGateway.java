package io.ganchang.payment.wechatpay;

import io.ganchang.config.WechatPayConfig;
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
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** WeChat Pay, API v3, as H5 payment: for a browser on a phone, outside of WeChat. */
public final class WechatPayGateway implements Gateway {
    static final String NAME = "wechatpay";

    /** What it takes and gives back, in fen. */
    static final String CURRENCY = "CNY";

    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final Prepay prepay;
    private final Refunds refunds;
    private final Notification notification;

    private WechatPayGateway(Prepay prepay, Refunds refunds, Notification notification) {
        this.prepay = prepay;
        this.refunds = refunds;
        this.notification = notification;
    }

    /**
     * The gateway of the merchant that {@code config} names. Calls nobody yet.
     *
     * @throws io.ganchang.payment.merchant.UnusableKeyException where one of its keys cannot be read
     */
    public static WechatPayGateway open(Vertx vertx, WechatPayConfig config, InstantSource clock, SecureRandom random) {
        Credentials credentials = Credentials.open(config);
        WechatPayApi api = new WechatPayApi(
                new Exchange(vertx, config.url()),
                new RequestSigner(credentials, clock, random),
                credentials.platformKeys(),
                clock);
        return new WechatPayGateway(
                new Prepay(credentials, api), new Refunds(api), new Notification(credentials, clock));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<URI> begin(PaymentRequest request) {
        return prepay.begin(request);
    }

    @Override
    public Callback read(CallbackRequest request) {
        return notification.read(request);
    }

    @Override
    public Optional<CallbackReply> reply(CallbackVerdict verdict) {
        return Optional.of(
                switch (verdict) {
                    case RECORDED -> new CallbackReply(NO_CONTENT, "", "");
                    case FORGED -> failure(UNAUTHORIZED, "not signed by WeChat Pay");
                    case MALFORMED -> failure(BAD_REQUEST, "not understood");
                    case UNRECORDED -> failure(UNAVAILABLE, "not recorded, send it again");
                });
    }

    @Override
    public Future<RefundOutcome> refund(RefundOrder order) {
        return refunds.carryOut(order);
    }

    private static CallbackReply failure(int status, String message) {
        return new CallbackReply(status, "application/json", "{\"code\":\"FAIL\",\"message\":\"" + message + "\"}");
    }
}
