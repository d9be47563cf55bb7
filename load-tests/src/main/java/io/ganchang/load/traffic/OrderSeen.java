package io.ganchang.load.traffic;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * An order as an answer showed it.
 *
 * @param heldUntilMs 0 where it was never held
 */
record OrderSeen(String id, String state, long amountMinor, String currency, long heldUntilMs) {
    private static final String HELD = "held";
    private static final String CONFIRMED = "confirmed";

    /** The order that {@code answer} is. */
    static OrderSeen of(String id, Reply.Answer answer) {
        String state = answer.text("state");
        String currency = answer.text("currency");
        return new OrderSeen(
                id,
                state == null ? "" : state,
                answer.body().path("amountMinor").asLong(),
                currency == null ? "" : currency,
                ms(answer.text("heldUntil")));
    }

    private static long ms(@Nullable String time) {
        try {
            return time == null ? 0 : Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0; // then nobody knows until when to pay, and the books show it as abandoned
        }
    }

    boolean isHeld() {
        return state.equals(HELD);
    }

    boolean isConfirmed() {
        return state.equals(CONFIRMED);
    }
}
