package io.ganchang.dispatch.sink.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ganchang.domain.EventId;
import io.ganchang.domain.OrderId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of a fulfilment file.
 *
 * @param type such as {@code io.ganchang.order.confirmed.v1}
 * @param line the whole event, without the line break; it holds personal data
 */
public record FulfilmentLine(EventId id, String type, OrderId order, String line) {
    private static final JsonFactory JSON = new JsonFactory();

    /** The event in {@code length} bytes of {@code text} from {@code offset}, or empty where they are not a whole one. */
    static Optional<FulfilmentLine> parse(byte[] text, int offset, int length) {
        try (JsonParser parser = JSON.createParser(text, offset, length)) {
            Head head = head(parser);
            if (parser.nextToken() != null || head.id == null || head.type == null || head.subject == null) {
                return Optional.empty();
            }
            return line(head.id, head.type, head.subject, new String(text, offset, length, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // torn; what else could be said of it is personal
        }
    }

    private static Optional<FulfilmentLine> line(String id, String type, String subject, String line) {
        return EventId.parse(id)
                .flatMap(event -> OrderId.parse(subject).map(order -> new FulfilmentLine(event, type, order, line)));
    }

    private record Head(
            @Nullable String id,
            @Nullable String type,
            @Nullable String subject) {}

    private static Head head(JsonParser parser) throws IOException {
        String id = null;
        String type = null;
        String subject = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return new Head(null, null, null);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "id" -> id = parser.getText();
                case "type" -> type = parser.getText();
                case "subject" -> subject = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Head(id, type, subject);
    }

    /** Names it without what it carries. */
    @Override
    public String toString() {
        return type + ' ' + id;
    }
}
