package io.ganchang.redis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * The offers and pools of a session when it was closed: what the attachment of {@code session.closed} says.
 *
 * @param offers offer id → offer record
 * @param pools pool id → pool record
 */
@JsonIgnoreProperties(ignoreUnknown = true) // the reason, and what a later version adds
record FinalBooks(Map<String, String> offers, Map<String, String> pools) {
    private static final ObjectMapper JSON = new ObjectMapper();

    FinalBooks {
        offers = Map.copyOf(offers);
        pools = Map.copyOf(pools);
    }

    /** @throws IllegalArgumentException where {@code attachment} is broken */
    static FinalBooks parse(String attachment) {
        try {
            return JSON.readValue(attachment, FinalBooks.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken final books", e);
        }
    }
}
