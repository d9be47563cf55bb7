package io.ganchang.payment.alipay;

import io.ganchang.domain.Ids;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.RefundId;
import io.ganchang.payment.Callback;
import io.ganchang.payment.merchant.RefundNumber;
import io.ganchang.payment.merchant.Sha256WithRsa;
import io.ganchang.payment.merchant.TradeNumber;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Reads notifications: the signature first, then whose they are. Never throws.
 *
 * <p>They are good however old: Alipay sends one for a day until it is taken, and its {@code notify_time} stays that of the
 * first time. A repeat does no harm, since a payment counts once.
 */
final class Notification {
    private static final Callback.Irrelevant IRRELEVANT = new Callback.Irrelevant();

    private final Account account;

    Notification(Account account) {
        this.account = account;
    }

    Callback read(Buffer body) {
        Optional<Parameters> form = Parameters.parse(body.toString(StandardCharsets.ISO_8859_1));
        if (form.isEmpty()) {
            return new Callback.Malformed("no form");
        }
        Parameters told = form.get();
        if (!isSigned(told)) {
            return new Callback.Forged("not signed by Alipay");
        }
        if (!told.is("app_id", account.appId()) || !told.is("seller_id", account.sellerId())) {
            return new Callback.Malformed("of another application or seller");
        }
        return understood(told);
    }

    /** Over all parameters but the signature and its type; Alipay's own libraries differ in whether empty ones count. */
    private boolean isSigned(Parameters told) {
        Predicate<Map.Entry<String, String>> signed = parameter ->
                !parameter.getKey().equals("sign") && !parameter.getKey().equals("sign_type");
        return told.is("sign_type", "RSA2")
                && (isSigned(told, signed.and(parameter -> !parameter.getValue().isEmpty())) || isSigned(told, signed));
    }

    private boolean isSigned(Parameters told, Predicate<Map.Entry<String, String>> taking) {
        return Sha256WithRsa.verifies(
                account.alipayKey(), told.signed(taking), told.get("sign").orElse(""));
    }

    private static Callback understood(Parameters told) {
        String status = told.get("trade_status").orElse("");
        boolean tellsOfRefund =
                told.get("refund_fee").isPresent() || told.get("gmt_refund").isPresent();
        return switch (status) {
            case "TRADE_SUCCESS" -> tellsOfRefund ? refunded(told) : paid(told);
            // What is closed was never paid, or is all given back.
            case "TRADE_CLOSED" -> tellsOfRefund ? refunded(told) : IRRELEVANT;
            // What is finished was told of when it was paid or given back, unless nothing could be given back ever.
            case "TRADE_FINISHED" -> tellsOfRefund ? IRRELEVANT : paid(told);
            default -> IRRELEVANT;
        };
    }

    private static Callback paid(Parameters told) {
        return notice(Kind.PAID, told, amount(told, "total_amount"));
    }

    /**
     * What is told is the sum of all refunds of the payment. Ours are settled by Alipay's answer to whoever carries them out.
     */
    private static Callback refunded(Parameters told) {
        String refundNumber = told.get("out_biz_no").orElse("");
        if (RefundId.parse(refundNumber).isPresent() || RefundNumber.isStray(refundNumber)) {
            return IRRELEVANT;
        }
        return notice(Kind.REFUNDED_TO_DATE, told, amount(told, "refund_fee"));
    }

    private static OptionalLong amount(Parameters told, String name) {
        return told.get(name).map(Yuan::fen).orElseGet(OptionalLong::empty);
    }

    private static Callback notice(Kind kind, Parameters told, OptionalLong amountMinor) {
        Optional<PaymentKey> payment = told.get("trade_no").flatMap(trade -> PaymentKey.of(AlipayGateway.NAME, trade));
        String id = told.get("notify_id").filter(Notification::isId).orElse("");
        String order = TradeNumber.orderNamed(
                told.get("passback_params").orElse(""), told.get("out_trade_no").orElse(""));
        if (payment.isEmpty() || order.isEmpty() || id.isEmpty() || amountMinor.isEmpty()) {
            return new Callback.Malformed("no payment, order, id or amount");
        }
        return new Callback.Told(new PaymentNotice(
                kind, payment.get(), id, order, amountMinor.getAsLong(), AlipayGateway.CURRENCY, Optional.empty()));
    }

    /** Alipay's ids of notifications may be twice as long as ids are here. */
    private static boolean isId(String text) {
        return text.matches("[A-Za-z0-9_-]{1," + 2 * Ids.LENGTH_MAX + "}");
    }
}
