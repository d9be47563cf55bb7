package io.ganchang.redis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.SessionTerms;

/** The terms of a session as the JSON document that {@code :meta}, events and the ledger carry. */
public final class SessionDocument {
    private static final ObjectMapper JSON = new ObjectMapper()
            .addMixIn(SessionTerms.class, Shape.class)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false) // a later version may add some
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    @JsonPropertyOrder({"title", "host", "operators", "festival", "startsAtMs", "video", "rehearsal", "holdsPerViewer"})
    private interface Shape {}

    private SessionDocument() {}

    public static String write(SessionTerms terms) {
        try {
            return JSON.writeValueAsString(terms);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("terms that are no JSON", e);
        }
    }

    /**
     * The terms that {@code document} describes.
     *
     * @throws IllegalArgumentException where it is broken
     */
    public static SessionTerms parse(String document) {
        try {
            return JSON.readValue(document, SessionTerms.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken session document", e);
        }
    }
}
