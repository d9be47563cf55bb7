package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Delivery;
import io.ganchang.ledger.DeliveredOrder;
import io.ganchang.ordering.OrderJson;
import java.io.IOException;

/** An order with its delivery data, for those who pack it. */
final class DeliveredOrderJson {
    private DeliveredOrderJson() {}

    static void write(JsonGenerator json, DeliveredOrder delivered) throws IOException {
        json.writeStartObject();
        OrderJson.writeFields(json, delivered.order());
        Delivery delivery = delivered.delivery();
        if (delivery == null) {
            json.writeNullField("delivery");
        } else {
            json.writeObjectFieldStart("delivery");
            json.writeStringField("division", delivery.division());
            json.writeStringField("name", delivery.name());
            json.writeStringField("phone", delivery.phone());
            json.writeStringField("street", delivery.street());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
