package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.Refund;
import io.ganchang.domain.Words;
import java.io.IOException;

/** Writes a refund as hosts see it. */
final class RefundJson {
    private RefundJson() {}

    static void write(JsonGenerator json, Refund refund) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", refund.id().toString());
        json.writeStringField("order", new OrderId(refund.id().session(), refund.order()).toString());
        json.writeStringField("gateway", refund.payment().gateway());
        json.writeStringField("paymentId", refund.payment().paymentId());
        json.writeNumberField("amountMinor", refund.amountMinor());
        json.writeStringField("currency", refund.currency());
        json.writeStringField("state", Words.of(refund.state()));
        json.writeStringField("reason", refund.reason());
        json.writeEndObject();
    }
}
