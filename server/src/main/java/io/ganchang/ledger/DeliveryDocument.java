package io.ganchang.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ganchang.domain.Delivery;
import org.jspecify.annotations.Nullable;

/** Reads the delivery JSON of {@code docs/formats.md}. */
final class DeliveryDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DeliveryDocument() {}

    /**
     * The delivery data that {@code document} spells; null for null.
     *
     * @throws IllegalArgumentException where it is broken; the message does not quote it
     */
    static @Nullable Delivery parse(@Nullable String document) {
        if (document == null) {
            return null;
        }
        JsonNode tree;
        try {
            tree = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("broken delivery data"); // the cause would quote them
        }
        return new Delivery(text(tree, "division"), text(tree, "name"), text(tree, "phone"), text(tree, "street"));
    }

    private static @Nullable String text(JsonNode tree, String field) {
        return tree.path(field).textValue();
    }
}
