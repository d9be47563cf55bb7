package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * What the oracle needs of an order record, read by its own reading of {@code docs/formats.md}.
 *
 * @param state {@code c}, {@code h}, {@code x} or {@code e}
 * @param heldUntilMs 0: never held
 * @param payment {@code n}, {@code d}, {@code p}, {@code r} or {@code f}
 * @param paidBy the payment that confirmed it, or {@code -}
 */
public record OrderFields(
        String state,
        long heldUntilMs,
        String payment,
        Money money,
        String currency,
        String viewer,
        List<StoredLine> lines,
        String paidBy) {
    private static final int FIELDS_MIN = 16;
    private static final int HELD_UNTIL = 5;
    private static final int PAYMENT = 6;
    private static final int PAID = 7;
    private static final int REFUNDED = 8;
    private static final int SHIPPING = 9;
    private static final int CURRENCY = 10;
    private static final int VIEWER = 12;
    private static final int LINES = 14;
    private static final int PAID_BY = 16;
    private static final int GRANTED = 17;

    /**
     * The money of an order, minor units.
     *
     * @param amount what it costs
     * @param granted refunds due or done
     */
    public record Money(long amount, long paid, long refunded, long granted) {}

    /**
     * The fields of {@code record}.
     *
     * @throws IllegalArgumentException where it is not an order record
     */
    public static OrderFields read(String record) {
        String[] fields = record.split(" ", -1);
        if (fields.length < FIELDS_MIN) {
            throw new IllegalArgumentException("not an order record: " + fields.length + " fields");
        }
        List<StoredLine> lines = new ArrayList<>();
        for (String text : fields[LINES].split(",", -1)) {
            String[] parts = text.split(":", -1);
            lines.add(new StoredLine(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return new OrderFields(
                fields[0],
                Long.parseLong(fields[HELD_UNTIL]),
                fields[PAYMENT],
                money(fields, lines),
                fields[CURRENCY],
                fields[VIEWER],
                List.copyOf(lines),
                fields.length > PAID_BY ? fields[PAID_BY] : "-");
    }

    private static Money money(String[] fields, List<StoredLine> lines) {
        long amount = Long.parseLong(fields[SHIPPING])
                + lines.stream()
                        .mapToLong(line -> line.quantity() * line.priceMinor())
                        .sum();
        return new Money(
                amount,
                Long.parseLong(fields[PAID]),
                Long.parseLong(fields[REFUNDED]),
                fields.length > GRANTED ? Long.parseLong(fields[GRANTED]) : 0);
    }

    public boolean isHeld() {
        return state.equals("h");
    }

    public boolean isConfirmed() {
        return state.equals("c");
    }

    public boolean isCancelled() {
        return state.equals("x");
    }

    public boolean isExpired() {
        return state.equals("e");
    }

    /** Whether its units are its viewer's: nobody else can have them. */
    boolean stands() {
        return isHeld() || isConfirmed();
    }

    /** Whether it had to be paid before it was confirmed. */
    boolean wasHeld() {
        return heldUntilMs > 0;
    }
}
