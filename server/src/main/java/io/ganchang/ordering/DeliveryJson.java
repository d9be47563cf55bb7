package io.ganchang.ordering;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ganchang.domain.Delivery;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Delivery data as the JSON that travels with the event: known fields only, in a fixed order, on one line. */
final class DeliveryJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private DeliveryJson() {}

    static String write(Delivery delivery) {
        StringWriter text = new StringWriter(128);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            writeField(json, "division", delivery.division());
            writeField(json, "name", delivery.name());
            writeField(json, "phone", delivery.phone());
            writeField(json, "street", delivery.street());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void writeField(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
