package io.ganchang.payment.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentNotice;
import io.ganchang.domain.PaymentNotice.Kind;
import io.ganchang.domain.RefundId;
import io.ganchang.domain.Words;
import io.ganchang.payment.Callback;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of the sandbox's callbacks:
 * {@code {"order","status":"paid|refunded","amountMinor","currency","paymentId"}}, and {@code refund} with the id of the
 * refund that was carried out. Other fields are passed over.
 */
final class SandboxNotice {
    private static final int DEPTH_MAX = 16;
    private static final int NUMBER_LENGTH_MAX = 20;
    private static final int ORDER_LENGTH_MAX = 100;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .build())
            .build());
    private static final ObjectReader READER = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode json;

    private SandboxNotice(JsonNode json) {
        this.json = json;
    }

    /** What the sandbox says of a payment that was made. */
    static Buffer paid(SandboxTicket ticket) {
        return Buffer.buffer(JSON.createObjectNode()
                .put("order", ticket.order().toString())
                .put("status", Words.of(Kind.PAID))
                .put("amountMinor", ticket.amountMinor())
                .put("currency", ticket.currency())
                .put("paymentId", ticket.paymentId())
                .toString());
    }

    /** What a body says whose signature holds. */
    static Callback read(String noticeId, Buffer body) {
        try {
            return new SandboxNotice(READER.readTree(body.getBytes())).read(noticeId);
        } catch (IOException e) { // what it says may be personal, and is not repeated
            return new Callback.Malformed("The body is not valid JSON.");
        }
    }

    private Callback read(String noticeId) {
        Optional<Kind> kind = Words.find(Kind.class, text("status"));
        Optional<PaymentKey> payment = PaymentKey.of(SandboxGateway.NAME, text("paymentId"));
        Optional<RefundId> refund = RefundId.parse(text("refund"));
        JsonNode amount = json.path("amountMinor");
        if (kind.isEmpty()) {
            return malformed("status", "paid or refunded");
        }
        if (payment.isEmpty()) {
            return malformed("paymentId", "an id of A-Z a-z 0-9 _ -");
        }
        if (!isOrder(text("order"))) {
            return malformed("order", "the id of an order");
        }
        if (!isAmount(amount)) {
            return malformed("amountMinor", "a whole number from 1 to " + PaymentNotice.AMOUNT_MINOR_MAX);
        }
        if (!text("currency").matches("[A-Z]{3}")) {
            return malformed("currency", "a code of ISO 4217");
        }
        if (json.hasNonNull("refund") && refund.isEmpty()) {
            return malformed("refund", "the id of a refund");
        }
        return new Callback.Told(new PaymentNotice(
                kind.get(), payment.get(), noticeId, text("order"), amount.longValue(), text("currency"), refund));
    }

    private static Callback malformed(String field, String expected) {
        return new Callback.Malformed(field + " must be " + expected + '.');
    }

    private String text(String field) {
        JsonNode node = json.path(field);
        return node.isTextual() ? node.textValue() : "";
    }

    /** It need not be one of ours: a payment for what we do not know is given back. */
    private static boolean isOrder(String text) {
        return !text.isEmpty()
                && text.length() <= ORDER_LENGTH_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isAmount(JsonNode node) {
        return node.isIntegralNumber()
                && node.canConvertToLong()
                && node.longValue() > 0
                && node.longValue() <= PaymentNotice.AMOUNT_MINOR_MAX;
    }
}
