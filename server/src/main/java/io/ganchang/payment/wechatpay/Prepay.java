package io.ganchang.payment.wechatpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.payment.PaymentRequest;
import io.ganchang.payment.merchant.StrictJson;
import io.ganchang.payment.merchant.TradeNumber;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Begins an H5 payment. WeChat Pay takes a second beginning of one order only with the same time, amount and words, all of
 * which are the order's own.
 */
final class Prepay {
    private static final String TARGET = "/v3/pay/transactions/h5";
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final int DESCRIPTION_BYTES_MAX = 127;

    private final Credentials credentials;
    private final WechatPayApi api;

    Prepay(Credentials credentials, WechatPayApi api) {
        this.credentials = credentials;
        this.api = api;
    }

    /** Where to send the buyer. */
    Future<URI> begin(PaymentRequest request) {
        if (!request.currency().equals(WechatPayGateway.CURRENCY)) {
            return Future.failedFuture("WeChat Pay takes " + WechatPayGateway.CURRENCY + ", not " + request.currency());
        }
        return api.post(TARGET, body(request)).compose(answer -> address(answer, request.returnTo()));
    }

    private ObjectNode body(PaymentRequest request) {
        ObjectNode body = StrictJson.newObject()
                .put("appid", credentials.appId())
                .put("mchid", credentials.merchantId())
                .put("description", cut(request.description()))
                .put("out_trade_no", TradeNumber.of(request.order()))
                .put("time_expire", time(request.payableUntilMs()))
                .put("attach", request.order().toString())
                .put("notify_url", request.notifyTo().toString());
        body.putObject("amount").put("total", request.amountMinor()).put("currency", request.currency());
        ObjectNode scene = body.putObject("scene_info").put("payer_client_ip", request.buyerAddress());
        scene.putObject("h5_info").put("type", "Wap");
        return body;
    }

    private static Future<URI> address(WechatPayApi.SignedAnswer answer, URI returnTo) {
        if (!answer.isOk()) {
            return Future.failedFuture("WeChat Pay refuses the payment: " + answer.code());
        }
        try {
            String address = StrictJson.text(answer.body(), "h5_url").orElse("");
            String divider = address.contains("?") ? "&" : "?";
            URI whole = new URI(address + divider + "redirect_url="
                    + URLEncoder.encode(returnTo.toString(), StandardCharsets.UTF_8));
            return whole.isAbsolute() ? Future.succeededFuture(whole) : Future.failedFuture("WeChat Pay names no page");
        } catch (URISyntaxException e) {
            return Future.failedFuture("WeChat Pay names no page");
        }
    }

    private static String time(long ms) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).atOffset(BEIJING));
    }

    /** As many whole characters as fit. */
    private static String cut(String description) {
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (int character : description.codePoints().toArray()) {
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > DESCRIPTION_BYTES_MAX) {
                break;
            }
            cut.appendCodePoint(character);
        }
        return cut.toString();
    }
}
