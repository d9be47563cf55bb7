package io.ganchang.load.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What came of one HTTP request. */
public sealed interface Reply {

    /**
     * The server answered.
     *
     * @param body JSON, missing where there was none
     */
    record Answer(int status, boolean replayed, OptionalLong retryAfterMs, JsonNode body) implements Reply {

        /** A text of the body, or null where it has none of that name. */
        public @Nullable String text(String field) {
            return body.path(field).textValue();
        }

        public boolean isSuccess() {
            return status == 200 || status == 201;
        }

        /** Whether the server asks to come back later. */
        boolean isLater() {
            return status == 503 || status == 429;
        }

        boolean isOutcomeUnknown() {
            return status == 503 && "outcome_unknown".equals(text("code"));
        }
    }

    /** It never left: there was no connection. */
    record Unsent(String why) implements Reply {}

    /** It left, and no answer came back. */
    record Lost(String why) implements Reply {}
}
