package io.ganchang.ordering;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Payment;
import io.ganchang.domain.Words;
import java.io.IOException;

/**
 * Writes an order as callers and receivers of events see it.
 *
 * <p>Every field is always there; {@code heldUntil}, {@code fulfilment.carrier}, {@code fulfilment.waybill}, {@code route}
 * and {@code reason} are null where there is none. Times are RFC 3339 in UTC with milliseconds, money is minor units.
 */
public final class OrderJson {
    private OrderJson() {}

    /** The order as one object. */
    public static void write(JsonGenerator json, Order order) throws IOException {
        json.writeStartObject();
        writeFields(json, order);
        json.writeEndObject();
    }

    /** The fields alone, for a caller that adds some. */
    public static void writeFields(JsonGenerator json, Order order) throws IOException {
        json.writeStringField("id", order.id().toString());
        json.writeStringField("session", order.id().session().value());
        json.writeStringField("viewer", order.viewer());
        json.writeStringField("channel", order.channel());
        json.writeStringField("state", Words.of(order.state()));
        writeLines(json, order);
        json.writeNumberField("amountMinor", order.amountMinor());
        json.writeNumberField("shippingMinor", order.shippingMinor());
        json.writeStringField("currency", order.currency());
        writeHeldUntil(json, order);
        writePayment(json, order.payment());
        writeFulfilment(json, order.state());
        json.writeNullField("route");
        json.writeStringField("createdAt", time(order.createdMs()));
        json.writeStringField("updatedAt", time(order.updatedMs()));
        json.writeStringField("reason", order.reason()); // which writes null for null
    }

    /** Epoch milliseconds as RFC 3339. */
    public static String time(long epochMs) {
        return Rfc3339.of(epochMs);
    }

    private static void writeLines(JsonGenerator json, Order order) throws IOException {
        json.writeArrayFieldStart("lines");
        for (OrderLine line : order.lines()) {
            json.writeStartObject();
            json.writeStringField("offer", line.offer());
            json.writeNumberField("quantity", line.quantity());
            json.writeNumberField("priceMinor", line.priceMinor());
            json.writeNumberField("amountMinor", line.amountMinor());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeHeldUntil(JsonGenerator json, Order order) throws IOException {
        if (order.heldUntilMs().isPresent()) {
            json.writeStringField("heldUntil", time(order.heldUntilMs().getAsLong()));
        } else {
            json.writeNullField("heldUntil");
        }
    }

    private static void writePayment(JsonGenerator json, Payment payment) throws IOException {
        json.writeObjectFieldStart("payment");
        json.writeStringField("state", Words.of(payment.state()));
        json.writeNumberField("paidMinor", payment.paidMinor());
        json.writeNumberField("refundedMinor", payment.refundedMinor());
        json.writeEndObject();
    }

    private static void writeFulfilment(JsonGenerator json, OrderState state) throws IOException {
        json.writeObjectFieldStart("fulfilment");
        json.writeStringField("state", state == OrderState.CONFIRMED ? "pending" : "none");
        json.writeNullField("carrier");
        json.writeNullField("waybill");
        json.writeEndObject();
    }
}
