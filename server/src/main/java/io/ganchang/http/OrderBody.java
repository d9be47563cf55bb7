package io.ganchang.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.ganchang.domain.Delivery;
import io.ganchang.domain.Ids;
import io.ganchang.domain.RequestedLine;
import io.ganchang.ordering.OrderRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of an order, read in one strict pass.
 *
 * @param onBehalfOf null where the body names nobody
 */
record OrderBody(
        List<RequestedLine> lines,
        @Nullable Delivery delivery,
        @Nullable String onBehalfOf) {

    /** Highest price in minor units. */
    static final long PRICE_MAX = 1_000_000_000L;

    static Parsed<OrderBody> parse(byte[] body) {
        if (!Json.isPlainUtf8(body)) {
            return Parsed.invalid("", "The body must be UTF-8 without a byte order mark.");
        }
        try (JsonParser json = Json.FACTORY.createParser(body)) {
            return new Reading(json).read();
        } catch (JsonProcessingException e) {
            return Parsed.invalid("", Json.invalid(e));
        } catch (IOException e) {
            return Parsed.invalid("", "The body is not UTF-8 text.");
        }
    }

    /** One pass over one body; collects everything that is wrong. */
    private static final class Reading {
        private final JsonParser json;
        private final List<FieldError> errors = new ArrayList<>();
        private final List<RequestedLine> lines = new ArrayList<>(2);
        private @Nullable Delivery delivery;
        private @Nullable String onBehalfOf;

        Reading(JsonParser json) {
            this.json = json;
        }

        Parsed<OrderBody> read() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Parsed.invalid("", "The body must be a JSON object.");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                readField(json.currentName());
            }
            if (json.nextToken() != null) {
                errors.add(new FieldError("", "Something follows the JSON object."));
            }
            if (lines.isEmpty() && errors.isEmpty()) {
                errors.add(new FieldError("/lines", "must have 1 to " + OrderRequest.LINES_MAX + " lines"));
            }
            return errors.isEmpty()
                    ? new Parsed.Valid<>(new OrderBody(List.copyOf(lines), delivery, onBehalfOf))
                    : new Parsed.Invalid<>(errors);
        }

        private void readField(String name) throws IOException {
            JsonToken token = json.nextToken();
            switch (name) {
                case "lines" -> readLines(token);
                case "delivery" -> readDelivery(token);
                case "onBehalfOf" -> onBehalfOf = id("/onBehalfOf", token);
                default -> unknown(FieldError.part(name));
            }
        }

        private void readLines(JsonToken token) throws IOException {
            if (token != JsonToken.START_ARRAY) {
                wrong("/lines", "must be a list of lines");
                return;
            }
            Set<String> offers = new HashSet<>();
            int index = 0;
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                readLine(next, "/lines/" + index, offers);
                index++;
            }
            if (index > OrderRequest.LINES_MAX) {
                errors.add(new FieldError("/lines", "must have 1 to " + OrderRequest.LINES_MAX + " lines"));
            }
        }

        private void readLine(JsonToken token, String pointer, Set<String> offers) throws IOException {
            if (token != JsonToken.START_OBJECT) {
                wrong(pointer, "must be an object");
                return;
            }
            String offer = null;
            long quantity = 0;
            OptionalLong expected = OptionalLong.empty();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "offer" -> offer = id(pointer + "/offer", value);
                    case "quantity" -> quantity = integer(pointer + "/quantity", value, 1, OrderRequest.QUANTITY_MAX);
                    case "expectedPriceMinor" ->
                        expected = value == JsonToken.VALUE_NULL
                                ? OptionalLong.empty()
                                : OptionalLong.of(integer(pointer + "/expectedPriceMinor", value, 0, PRICE_MAX));
                    default -> unknown(pointer + FieldError.part(name));
                }
            }
            addLine(pointer, offer, quantity, expected, offers);
        }

        private void addLine(
                String pointer, @Nullable String offer, long quantity, OptionalLong expected, Set<String> offers) {
            if (offer == null || quantity == 0) {
                if (errors.isEmpty()) {
                    errors.add(new FieldError(pointer, "must have an offer and a quantity"));
                }
            } else if (!offers.add(offer)) {
                errors.add(new FieldError(pointer + "/offer", "stands in the order twice"));
            } else if (lines.size() < OrderRequest.LINES_MAX) {
                lines.add(new RequestedLine(offer, quantity, expected));
            }
        }

        private void readDelivery(JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return;
            }
            if (token != JsonToken.START_OBJECT) {
                wrong("/delivery", "must be an object");
                return;
            }
            String division = null;
            String name = null;
            String phone = null;
            String street = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "division" -> division = text("/delivery/division", value, 32);
                    case "name" -> name = text("/delivery/name", value, 100);
                    case "phone" -> phone = text("/delivery/phone", value, 32);
                    case "street" -> street = text("/delivery/street", value, 300);
                    default -> unknown("/delivery" + FieldError.part(field));
                }
            }
            delivery = new Delivery(division, name, phone, street);
        }

        private @Nullable String id(String pointer, JsonToken token) throws IOException {
            if (token == JsonToken.VALUE_STRING && Ids.isId(json.getText())) {
                return json.getText();
            }
            wrong(pointer, "must be an id: 1 to 64 of A-Z a-z 0-9 _ -");
            return null;
        }

        private long integer(String pointer, JsonToken token, long min, long max) throws IOException {
            if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                long value = json.getLongValue();
                if (value >= min && value <= max) {
                    return value;
                }
            }
            wrong(pointer, "must be a whole number from " + min + " to " + max);
            return 0;
        }

        private @Nullable String text(String pointer, JsonToken token, int lengthMax) throws IOException {
            if (token == JsonToken.VALUE_NULL) {
                return null;
            }
            String problem =
                    token == JsonToken.VALUE_STRING ? Texts.problemWith(json.getText(), lengthMax) : "must be a text";
            if (problem.isEmpty()) {
                return json.getText();
            }
            wrong(pointer, problem);
            return null;
        }

        private void unknown(String pointer) throws IOException {
            wrong(pointer, "is not a field of an order");
        }

        /** Notes an error and passes over the value, whatever it is. */
        private void wrong(String pointer, String message) throws IOException {
            errors.add(new FieldError(pointer, message));
            json.skipChildren();
        }
    }
}
