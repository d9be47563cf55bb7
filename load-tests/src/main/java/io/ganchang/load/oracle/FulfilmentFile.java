package io.ganchang.load.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's fulfilment file as a packhouse would read it.
 *
 * @param lines in the order of the file
 * @param flaws lines that are no event, an end without a line feed
 */
public record FulfilmentFile(List<Line> lines, List<String> flaws) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One event of the file.
     *
     * @param recipient name in its delivery data, where it has them
     */
    public record Line(
            String id,
            String type,
            String subject,
            String state,
            List<StoredLine> lines,
            @Nullable String recipient) {}

    /** Reads {@code path}; a file that is not there has no lines. */
    public static FulfilmentFile read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return new FulfilmentFile(List.of(), List.of());
        }
        String text = Files.readString(path, StandardCharsets.UTF_8);
        List<Line> lines = new ArrayList<>();
        List<String> flaws = new ArrayList<>();
        int number = 0;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            number++;
            addLine(text.substring(start, end), number, lines, flaws);
            start = end + 1;
        }
        if (start < text.length()) {
            flaws.add("the last line has no end");
        }
        return new FulfilmentFile(List.copyOf(lines), List.copyOf(flaws));
    }

    private static void addLine(String text, int number, List<Line> lines, List<String> flaws) {
        try {
            lines.add(line(JSON.readTree(text)));
        } catch (IOException | IllegalArgumentException e) {
            flaws.add("line " + number + " is no event");
        }
    }

    private static Line line(JsonNode event) {
        JsonNode data = event.path("data");
        if (!event.path("id").isTextual() || !data.path("lines").isArray()) {
            throw new IllegalArgumentException("no event");
        }
        List<StoredLine> lines = new ArrayList<>();
        data.path("lines")
                .forEach(line -> lines.add(new StoredLine(
                        line.path("offer").asText(),
                        line.path("quantity").asLong(),
                        line.path("priceMinor").asLong())));
        JsonNode recipient = data.path("delivery").path("name");
        return new Line(
                event.path("id").asText(),
                event.path("type").asText(),
                event.path("subject").asText(),
                data.path("state").asText(),
                List.copyOf(lines),
                recipient.isTextual() ? recipient.asText() : null);
    }
}
