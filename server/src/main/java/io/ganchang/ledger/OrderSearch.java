package io.ganchang.ledger;

import io.ganchang.domain.Delivery;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of a session's orders are wanted.
 *
 * @param state only those in it; all, where empty
 * @param phoneLast4 only those whose telephone number ends with these four digits; all, where empty
 */
public record OrderSearch(Optional<OrderState> state, Optional<String> phoneLast4) {
    /** How many digits of a telephone number are looked for. */
    public static final int PHONE_DIGITS = 4;

    public OrderSearch {
        if (phoneLast4
                .filter(digits -> !digits.matches("[0-9]{" + PHONE_DIGITS + "}"))
                .isPresent()) {
            throw new IllegalArgumentException("not four digits");
        }
    }

    /**
     * What was found, newest first.
     *
     * @param next where to go on; empty where there is nothing more
     */
    public record Page(List<DeliveredOrder> orders, Optional<OrderId> next) {
        public Page {
            orders = List.copyOf(orders);
        }
    }

    boolean isForAll() {
        return state.isEmpty() && phoneLast4.isEmpty();
    }

    /** Whether a telephone number is wanted and {@code delivery} has it, whatever stands between its digits. */
    boolean fits(@Nullable Delivery delivery) {
        if (phoneLast4.isEmpty()) {
            return true;
        }
        String phone = delivery == null ? null : delivery.phone();
        return phone != null && phone.replaceAll("[^0-9]", "").endsWith(phoneLast4.get());
    }
}
