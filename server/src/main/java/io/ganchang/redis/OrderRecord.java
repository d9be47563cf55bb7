package io.ganchang.redis;

import io.ganchang.domain.Order;
import io.ganchang.domain.OrderId;
import io.ganchang.domain.OrderLine;
import io.ganchang.domain.OrderState;
import io.ganchang.domain.Payment;
import io.ganchang.domain.PaymentKey;
import io.ganchang.domain.PaymentState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the order record of {@code docs/formats.md}. Only the function library writes it. */
public final class OrderRecord {
    private static final int FIELDS_MIN = 16;

    private OrderRecord() {}

    /**
     * The order that {@code record} describes.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static Order parse(OrderId id, String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        OrderState state = state(fields.next());
        fields.next(); // the fingerprint is no part of the order
        long seq = fields.nextLong();
        long createdMs = fields.nextLong();
        long updatedMs = createdMs + fields.nextLong();
        long heldUntilMs = fields.nextLong();
        PaymentState paymentState = paymentState(fields.next());
        long paidMinor = fields.nextLong();
        long refundedMinor = fields.nextLong();
        long shippingMinor = fields.nextLong();
        String currency = fields.next();
        String channel = fields.next();
        String viewer = fields.next();
        String owner = fields.next();
        List<OrderLine> lines = lines(fields.next());
        String reason = orNull(fields.next());
        String paidBy = fields.hasNext() ? orNull(fields.next()) : null;
        long grantedMinor = fields.hasNext() ? fields.nextLong() : 0;
        return new Order(
                id,
                state,
                seq,
                createdMs,
                updatedMs,
                heldUntilMs == 0 ? OptionalLong.empty() : OptionalLong.of(heldUntilMs),
                new Payment(paymentState, paidMinor, refundedMinor, grantedMinor),
                shippingMinor,
                currency,
                channel,
                viewer,
                owner.equals("=") ? viewer : owner,
                lines,
                reason,
                paidBy == null ? null : PaymentKey.require(paidBy));
    }

    /**
     * The fingerprint of the request that made the order of {@code record}.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static String fingerprint(String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        fields.next(); // its state
        return fields.next();
    }

    private static List<OrderLine> lines(String text) {
        List<OrderLine> lines = new ArrayList<>(2);
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            lines.add(line(text.substring(start, end)));
            start = end + 1;
        }
        return List.copyOf(lines);
    }

    private static OrderLine line(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("broken order line");
        }
        return new OrderLine(
                text.substring(0, first),
                FieldReader.parseLong(text.substring(first + 1, second)),
                FieldReader.parseLong(text.substring(second + 1)));
    }

    private static OrderState state(String letter) {
        return switch (letter) {
            case "c" -> OrderState.CONFIRMED;
            case "h" -> OrderState.HELD;
            case "x" -> OrderState.CANCELLED;
            case "e" -> OrderState.EXPIRED;
            default -> throw new IllegalArgumentException("broken order state");
        };
    }

    private static PaymentState paymentState(String letter) {
        return switch (letter) {
            case "n" -> PaymentState.NONE;
            case "d" -> PaymentState.DUE;
            case "p" -> PaymentState.PAID;
            case "r" -> PaymentState.REFUND_DUE;
            case "f" -> PaymentState.REFUNDED;
            default -> throw new IllegalArgumentException("broken payment state");
        };
    }

    private static @Nullable String orNull(String token) {
        return token.equals("-") ? null : token;
    }
}
