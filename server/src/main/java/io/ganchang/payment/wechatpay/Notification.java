package io.ganchang.payment.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.domain.Ids;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.RefundId;
import io.ganchang.payment.Callback;
import io.ganchang.payment.CallbackRequest;
import io.ganchang.payment.merchant.RefundNumber;
import io.ganchang.payment.merchant.StrictJson;
import io.ganchang.payment.merchant.TradeNumber;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads notifications: the signature first, then what is closed in them, then whose they are. Never throws. */
final class Notification {
    private static final Callback.Irrelevant IRRELEVANT = new Callback.Irrelevant();

    private final Credentials credentials;
    private final InstantSource clock;

    Notification(Credentials credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    Callback read(CallbackRequest request) {
        Optional<String> doubt = credentials.platformKeys().doubt(request.header(), request.body(), clock.millis());
        if (doubt.isPresent()) {
            return new Callback.Forged(doubt.get());
        }
        return StrictJson.object(request.body().getBytes())
                .map(this::told)
                .orElseGet(() -> new Callback.Malformed("no JSON object"));
    }

    private Callback told(JsonNode notification) {
        String id = StrictJson.text(notification, "id").orElse("");
        if (!Ids.isId(id)) {
            return new Callback.Malformed("no id");
        }
        String type = StrictJson.text(notification, "event_type").orElse("");
        return switch (type) {
            case "TRANSACTION.SUCCESS" -> opened(notification.path("resource"), resource -> paid(id, resource));
            case "REFUND.SUCCESS" -> opened(notification.path("resource"), resource -> refunded(id, resource));
            // A refund that did not succeed stays due; whoever carries it out learns of it by asking.
            default -> IRRELEVANT;
        };
    }

    private Callback opened(JsonNode resource, Reading reading) {
        if (!StrictJson.text(resource, "algorithm").orElse("").equals(ResourceCipher.ALGORITHM)) {
            return new Callback.Malformed("a resource that is not closed with " + ResourceCipher.ALGORITHM);
        }
        return credentials
                .cipher()
                .open(
                        StrictJson.text(resource, "associated_data").orElse(""),
                        StrictJson.text(resource, "nonce").orElse(""),
                        StrictJson.text(resource, "ciphertext").orElse(""))
                .map(bytes -> StrictJson.object(bytes)
                        .map(reading::read)
                        .orElseGet(() -> new Callback.Malformed("a resource that is no JSON object")))
                .orElseGet(() -> new Callback.Malformed("a resource that the APIv3 key does not open"));
    }

    private Callback paid(String id, JsonNode transaction) {
        if (!isOurs(transaction) || !is(transaction, "appid", credentials.appId())) {
            return new Callback.Malformed("a payment to another merchant or app");
        }
        if (!is(transaction, "trade_state", "SUCCESS")) {
            return IRRELEVANT;
        }
        JsonNode amount = transaction.path("amount");
        String currency = StrictJson.text(amount, "currency").orElse(WechatPayGateway.CURRENCY);
        String order = TradeNumber.orderNamed(
                StrictJson.text(transaction, "attach").orElse(""),
                StrictJson.text(transaction, "out_trade_no").orElse(""));
        return notice(
                Kind.PAID, id, transaction, order, StrictJson.amountMinor(amount, "total"), currency, Optional.empty());
    }

    /** A refund names neither app nor currency, nor what we had attached: the session is in the number of our refund. */
    private Callback refunded(String id, JsonNode refund) {
        if (!isOurs(refund)) {
            return new Callback.Malformed("a refund of another merchant");
        }
        if (!is(refund, "refund_status", "SUCCESS")) {
            return IRRELEVANT;
        }
        String refundNumber = StrictJson.text(refund, "out_refund_no").orElse("");
        if (RefundNumber.isStray(refundNumber)) {
            return IRRELEVANT;
        }
        Optional<RefundId> ours = RefundId.parse(refundNumber);
        String number = StrictJson.text(refund, "out_trade_no").orElse("");
        String order = ours.flatMap(known -> TradeNumber.orderOf(known.session(), number))
                .map(Object::toString)
                .orElse(number);
        OptionalLong amount = StrictJson.amountMinor(refund.path("amount"), "refund");
        return notice(Kind.REFUNDED, id, refund, order, amount, WechatPayGateway.CURRENCY, ours);
    }

    private static Callback notice(
            Kind kind,
            String id,
            JsonNode told,
            String order,
            OptionalLong amountMinor,
            String currency,
            Optional<RefundId> refund) {
        Optional<PaymentKey> payment = StrictJson.text(told, "transaction_id")
                .flatMap(transaction -> PaymentKey.of(WechatPayGateway.NAME, transaction));
        if (payment.isEmpty() || order.isEmpty() || amountMinor.isEmpty() || !currency.matches("[A-Z]{3}")) {
            return new Callback.Malformed("no payment, order, amount or currency");
        }
        return new Callback.Told(
                new PaymentNotice(kind, payment.get(), id, order, amountMinor.getAsLong(), currency, refund));
    }

    private boolean isOurs(JsonNode told) {
        return is(told, "mchid", credentials.merchantId());
    }

    private static boolean is(JsonNode object, String field, String value) {
        return StrictJson.text(object, field).orElse("").equals(value);
    }

    /** What a resource says once it is open. */
    @FunctionalInterface
    private interface Reading {
        Callback read(JsonNode resource);
    }
}
