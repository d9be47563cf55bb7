package io.ganchang.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.Event;
import io.ganchang.domain.Pool;
import io.ganchang.redis.OfferRecord;
import java.util.Map;
import java.util.TreeMap;

/** Holds what a session's last event says of its pools and offers against what all events before it give. */
final class ClosingCheck {
    /** Type of that event. */
    static final String CLOSED = "session.closed";

    /** How the record of a closed session begins. */
    static final String CLOSED_PREFIX = "closed ";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ClosingCheck() {}

    /** @throws IllegalArgumentException where what the event says cannot be read */
    static void check(Event event, VerifiedState state, Problems problems) {
        String attachment = event.attachment();
        JsonNode told = parse(attachment == null ? "{}" : attachment);
        Map<String, Pool> pools = new TreeMap<>();
        texts(told.path("pools")).forEach((pool, record) -> pools.put(pool, OfferRecord.parsePool(record)));
        if (told.has("pools") && !pools.equals(state.pools())) {
            problems.add("event " + event.id() + " tells of pools " + pools + ", but the events give " + state.pools());
        }
        if (state.refundsDue() > 0) {
            problems.add("event " + event.id() + " closes the session, but " + state.refundsDue() + " refunds are due");
        }
        if (told.has("offers") && !texts(told.path("offers")).equals(state.offers())) {
            problems.add("event " + event.id() + " tells of other offers than the events before it");
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a broken attachment", e);
        }
    }
}
