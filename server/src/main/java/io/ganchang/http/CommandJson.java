package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.Event;
import io.ganchang.domain.PoolDelta;
import io.ganchang.domain.Refund;
import io.ganchang.domain.RefundId;
import io.ganchang.ordering.OrderJson;
import io.ganchang.redis.OfferRecord;
import io.ganchang.redis.PoolDeltas;
import io.ganchang.redis.RefundRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An event of a command, as the log shows it. */
final class CommandJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OFFER_PREFIX = "offer.";
    private static final String SESSION_PREFIX = "session.";
    private static final String EMPTY_POOL = "0 0 0";

    private CommandJson() {}

    static void write(JsonGenerator json, Event event) throws IOException {
        boolean ofOffer = event.type().startsWith(OFFER_PREFIX);
        json.writeStartObject();
        json.writeStringField("id", event.id().toString());
        json.writeNumberField("seq", event.seq());
        json.writeStringField("at", OrderJson.time(event.atMs()));
        json.writeStringField("type", event.type());
        json.writeStringField("actor", event.actor());
        json.writeStringField("offer", ofOffer ? event.subject() : null);
        writeOrNull(json, "stockDelta", stockDelta(event));
        writeOrNull(json, "priceMinor", ofOffer ? priceMinor(event) : null);
        json.writeStringField("state", event.type().startsWith(SESSION_PREFIX) ? sessionState(event) : null);
        writeRefund(json, event);
        json.writeStringField("reason", reason(event.attachment()));
        json.writeEndObject();
    }

    private static void writeRefund(JsonGenerator json, Event event) throws IOException {
        Refund refund = event.type().equals(Event.REFUND_DUE)
                ? RefundRecord.parse(RefundId.parse(event.subject()).orElseThrow(), event.body())
                : null;
        json.writeStringField("order", refund == null ? null : event.id().session() + "." + refund.order());
        writeOrNull(json, "amountMinor", refund == null ? null : refund.amountMinor());
    }

    private static @Nullable Long stockDelta(Event event) {
        long sum = PoolDeltas.parse(event.deltas()).stream()
                .mapToLong(PoolDelta::available)
                .sum();
        return sum == 0 ? null : sum;
    }

    private static long priceMinor(Event event) {
        return OfferRecord.parse(event.subject(), event.body(), EMPTY_POOL, false, event.atMs())
                .terms()
                .priceMinor();
    }

    /** The event's body begins with it. */
    private static String sessionState(Event event) {
        return event.body().substring(0, event.body().indexOf(' '));
    }

    private static @Nullable String reason(@Nullable String attachment) throws JsonProcessingException {
        if (attachment == null) {
            return null;
        }
        JsonNode document = JSON.readTree(attachment);
        return document.path(CommandRequests.REASON).textValue();
    }

    private static void writeOrNull(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
