package io.ganchang.payment.alipay;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.merchant.StrictJson;
import io.ganchang.payment.merchant.TradeNumber;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of Alipay's page on which a buyer pays. It is signed here, so nobody is asked to begin a payment. */
final class PaymentPage {
    private static final String METHOD = "alipay.trade.wap.pay";
    private static final int SUBJECT_LENGTH_MAX = 256;

    private final Requests requests;
    private final URI gateway;

    PaymentPage(Requests requests, URI gateway) {
        this.requests = requests;
        this.gateway = gateway;
    }

    URI address(PaymentRequest request) {
        Parameters parameters = requests.unsigned(METHOD, content(request))
                .with("notify_url", request.notifyTo().toString())
                .with("return_url", request.returnTo().toString());
        return URI.create(gateway + "?" + requests.signed(parameters).escaped());
    }

    private static JsonNode content(PaymentRequest request) {
        return StrictJson.newObject()
                .put("out_trade_no", TradeNumber.of(request.order()))
                .put("total_amount", Yuan.of(request.amountMinor()))
                .put("subject", subject(request.description()))
                .put("product_code", "QUICK_WAP_WAY")
                .put("time_expire", Requests.time(request.payableUntilMs()))
                .put("passback_params", URLEncoder.encode(request.order().toString(), StandardCharsets.UTF_8))
                .put("quit_url", request.returnTo().toString());
    }

    /** Alipay takes no {@code /}, {@code =} and {@code &} in it. */
    private static String subject(String description) {
        String plain = description.replaceAll("[/=&]", " ");
        int end = Math.min(plain.length(), SUBJECT_LENGTH_MAX);
        boolean splits = end < plain.length() && Character.isHighSurrogate(plain.charAt(end - 1));
        return plain.substring(0, splits ? end - 1 : end);
    }
}
