package io.ganchang.load.sampling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is left of the offers of a few sessions, as their pages tell viewers. */
public final class StockGauge {
    private static final int SESSIONS_MAX = 4;
    private static final int OFFERS_MAX = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Poll> sessions = new LinkedHashMap<>();

    /** @param server where its public listener is; of more sessions than a plot can show, the first are looked at */
    public StockGauge(HttpClient client, URI server, List<String> sessions) {
        for (String session : sessions.subList(0, Math.min(SESSIONS_MAX, sessions.size()))) {
            this.sessions.put(session, new Poll(client, server.resolve("/v1/sessions/" + session)));
        }
    }

    /** Units left by offer, for as many offers as a plot can show. */
    Map<String, Double> left() {
        Map<String, Double> left = new LinkedHashMap<>();
        List<JsonNode> pages = new ArrayList<>();
        sessions.values().forEach(poll -> pages.add(read(poll.latest())));
        for (JsonNode page : pages) {
            String prefix = sessions.size() == 1 ? "" : page.path("title").asText() + ": ";
            for (JsonNode offer : page.path("offers")) {
                if (left.size() < OFFERS_MAX && offer.path("available").isNumber()) {
                    left.put(
                            prefix + offer.path("id").asText(),
                            offer.path("available").asDouble());
                }
            }
        }
        return left;
    }

    private static JsonNode read(String page) {
        try {
            return JSON.readTree(page);
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode(); // it is shown as unknown
        }
    }
}
