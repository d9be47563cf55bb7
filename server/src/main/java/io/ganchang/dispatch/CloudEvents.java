package io.ganchang.dispatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ganchang.domain.Event;
import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.ordering.OrderJson;
import io.ganchang.redis.OrderRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of the ledger into CloudEvents 1.0 in structured JSON
 * (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).
 */
public final class CloudEvents {
    private static final Map<String, String> TYPES = Map.of(
            Event.ORDER_CONFIRMED, "io.ganchang.order.confirmed.v1",
            Event.ORDER_CANCELLED, "io.ganchang.order.cancelled.v1",
            Event.ORDER_REFUNDED, "io.ganchang.order.refunded.v1");
    private static final String DELIVERY = "\"delivery\":";
    private static final String END = "}}";
    private static final JsonFactory JSON = new JsonFactory();

    private static final ObjectMapper TREES = new ObjectMapper();

    private CloudEvents() {}

    /** Whether {@code event} is one of those that receivers see. */
    public static boolean goesOut(Event event) {
        return TYPES.containsKey(event.type());
    }

    /** Whether {@code json} is what goes out for {@code event}, delivery data apart. */
    public static boolean isSame(Event event, String json) {
        return of(event).map(expected -> isSame(expected.json(), json)).orElse(false);
    }

    /** Letter by letter up to the delivery data where that is possible, since an audit compares millions. */
    private static boolean isSame(String expected, String json) {
        int delivery = expected.lastIndexOf(DELIVERY) + DELIVERY.length();
        boolean isToTheLetter =
                json.startsWith(expected.substring(0, delivery)) && endsAfterDelivery(json.substring(delivery));
        return isToTheLetter || withoutDelivery(expected).equals(withoutDelivery(json));
    }

    /** Whether {@code text} is one JSON value, and the end of an event. */
    private static boolean endsAfterDelivery(String text) {
        try (JsonParser parser = JSON.createParser('[' + text)) {
            parser.nextToken();
            parser.nextToken();
            parser.skipChildren();
            int end = (int) parser.currentLocation().getCharOffset() - 1;
            return text.substring(end).equals(END);
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode withoutDelivery(String json) {
        try {
            JsonNode tree = TREES.readTree(json);
            if (tree.path("data") instanceof ObjectNode data) {
                data.remove("delivery");
            }
            return tree;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The types of the events that go out. */
    static Set<String> types() {
        return TYPES.keySet();
    }

    /**
     * What goes out for {@code event}, whose attachment is the order's delivery data; empty for events that stay inside.
     *
     * @throws IllegalArgumentException where the event is broken
     */
    static Optional<OutboundEvent> of(Event event) {
        String type = TYPES.get(event.type());
        if (type == null) {
            return Optional.empty();
        }
        OrderId id = OrderId.parse(event.id().session().value() + '.' + event.subject())
                .orElseThrow(() -> new IllegalArgumentException("broken order id in event " + event));
        try {
            return Optional.of(new OutboundEvent(event.id(), type, id, json(event, type, id)));
        } catch (IOException e) {
            throw new IllegalArgumentException("broken delivery data in event " + event); // the cause would quote them
        }
    }

    private static String json(Event event, String type, OrderId id) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("specversion", "1.0");
            json.writeStringField("id", event.id().toString());
            json.writeStringField("source", "/sessions/" + event.id().session());
            json.writeStringField("type", type);
            json.writeStringField("subject", id.toString());
            json.writeStringField("time", OrderJson.time(event.atMs()));
            json.writeStringField("datacontenttype", "application/json");
            json.writeFieldName("data");
            writeData(json, OrderRecord.parse(id, event.body()), event.attachment());
            json.writeEndObject();
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void writeData(JsonGenerator json, Order order, @Nullable String delivery) throws IOException {
        json.writeStartObject();
        OrderJson.writeFields(json, order);
        json.writeFieldName("delivery");
        if (delivery == null) {
            json.writeNull();
        } else {
            copy(delivery, json);
        }
        json.writeEndObject();
    }

    /** Parsed and written anew rather than pasted: whatever the text, the event stays one line and valid JSON. */
    private static void copy(String document, JsonGenerator json) throws IOException {
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() == null) {
                throw new IOException("empty");
            }
            json.copyCurrentStructure(parser);
        }
    }
}
