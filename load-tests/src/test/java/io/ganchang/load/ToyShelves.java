package io.ganchang.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the toy market has left, and what each viewer has of it. */
final class ToyShelves {
    private final ToyBooks books;
    private final boolean leaky;
    private final boolean unlimited;
    private final Map<String, Long> available = new HashMap<>();
    private final Map<String, Long> taken = new HashMap<>();

    /**
     * @param leaky whether what a hold gives back is lost
     * @param unlimited whether limits are ignored
     */
    ToyShelves(ToyBooks books, boolean leaky, boolean unlimited) {
        this.books = books;
        this.leaky = leaky;
        this.unlimited = unlimited;
        books.offers().forEach(this::fill);
        books.orders().values().forEach(order -> {
            if (stands(order.path("state").asText())) {
                take(order, 1);
            }
        });
    }

    void fill(String offer, JsonNode terms) {
        available.put(offer, terms.path("stock").asLong());
    }

    /** Why the viewer cannot have the order's lines, or null. */
    @Nullable
    String refusal(String viewer, JsonNode order, boolean blind) {
        for (JsonNode line : order.path("lines")) {
            String offer = line.path("offer").asText();
            long quantity = line.path("quantity").asLong();
            if (available.getOrDefault(offer, 0L) < quantity && !blind) {
                return "sold_out";
            }
            long limit = books.terms(offer).path("limitPerViewer").asLong();
            if (limit > 0 && !unlimited && taken.getOrDefault(viewer + ' ' + offer, 0L) + quantity > limit) {
                return "viewer_limit";
            }
        }
        return null;
    }

    /** How many unpaid orders the viewer has. */
    long holdsOf(String viewer) {
        return books.orders().values().stream()
                .filter(order -> order.path("viewer").asText().equals(viewer))
                .filter(order -> order.path("state").asText().equals("held"))
                .count();
    }

    /** Puts the order into another state, and its units where they then are. */
    void move(ObjectNode order, String state) {
        boolean stood = stands(order.path("state").asText());
        order.put("state", state);
        if (stood != stands(state) && !(leaky && state.equals("expired"))) {
            take(order, stands(state) ? 1 : -1);
        }
    }

    private static boolean stands(String state) {
        return state.equals("held") || state.equals("confirmed");
    }

    private void take(JsonNode order, int sign) {
        for (JsonNode line : order.path("lines")) {
            long units = sign * line.path("quantity").asLong();
            available.merge(line.path("offer").asText(), -units, Long::sum);
            taken.merge(order.path("viewer").asText() + ' ' + line.path("offer").asText(), units, Long::sum);
        }
    }
}
