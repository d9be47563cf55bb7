package io.ganchang.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists as {@code {"items":[…],"next":"…"}}, with {@code limit} and {@code after}. */
final class Paging {
    static final String LIMIT = "limit";
    static final String AFTER = "after";
    private static final int LIMIT_MAX = 200;
    private static final int LIMIT_DEFAULT = 50;

    private Paging() {}

    static Parsed<Integer> limit(RoutingContext context) {
        String text = context.queryParams().get(LIMIT);
        if (text == null) {
            return new Parsed.Valid<>(LIMIT_DEFAULT);
        }
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        return limit >= 1 && limit <= LIMIT_MAX
                ? new Parsed.Valid<>(limit)
                : Parsed.invalid(LIMIT, "must be a whole number from 1 to " + LIMIT_MAX);
    }

    /**
     * The id that the page before ended with.
     *
     * @param what it is the id of, for the person who sent another thing
     */
    static <T> Parsed<Optional<T>> after(RoutingContext context, Function<String, Optional<T>> parse, String what) {
        String text = context.queryParams().get(AFTER);
        if (text == null) {
            return new Parsed.Valid<>(Optional.empty());
        }
        Optional<T> after = parse.apply(text);
        return after.isPresent() ? new Parsed.Valid<>(after) : Parsed.invalid(AFTER, "must be the id of " + what);
    }

    /** How one item is written. */
    @FunctionalInterface
    interface ItemWriter<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    /** A page; {@code next} is null on the last one. */
    static <T> Json.Writer page(List<T> items, @Nullable String next, ItemWriter<T> writer) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("items");
            for (T item : items) {
                writer.write(json, item);
            }
            json.writeEndArray();
            json.writeStringField("next", next);
            json.writeEndObject();
        };
    }
}
