package io.ganchang.load.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A comparison as programs read it: under what conditions, and every measure of every turn. */
final class ComparisonJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComparisonJson() {}

    /** @param conditions name to value, such as {@code seconds} to {@code 10} */
    static ObjectNode of(Comparison comparison, Map<String, String> conditions) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode said = root.putObject("conditions");
        conditions.forEach(said::put);
        ArrayNode systems = root.putArray("systems");
        for (String system : comparison.systems()) {
            ObjectNode one = systems.addObject().put("name", system);
            ArrayNode turns = one.putArray("turns");
            comparison.turns(system).forEach(turn -> write(turns.addObject(), turn));
        }
        return root;
    }

    static void write(Path file, ObjectNode comparison) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(comparison) + '\n');
    }

    private static void write(ObjectNode json, Turn turn) {
        for (Measure measure : Measure.ALL) {
            json.put(measure.key(), measure.of(turn));
        }
        json.put("wanted", turn.wanted());
        json.put("saturated", turn.measured().saturated());
        ObjectNode byStatus = json.putObject("by_status");
        turn.measured().byStatus().forEach((status, count) -> byStatus.put(Integer.toString(status), count));
    }
}
