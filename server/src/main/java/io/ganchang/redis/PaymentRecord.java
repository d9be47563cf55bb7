package io.ganchang.redis;

/**
 * The payment record of {@code docs/formats.md}.
 *
 * @param order the 22 characters of the order id that it named
 * @param amountMinor minor units of {@code currency}, as are the next two
 * @param grantedMinor what is to go back, or has
 * @param refundedMinor what has gone back
 * @param refunds numbers of its refunds, joined by commas, or {@code -}
 */
public record PaymentRecord(
        String order, String currency, long amountMinor, long grantedMinor, long refundedMinor, String refunds) {
    private static final int FIELDS_MIN = 6;

    /**
     * What {@code record} says.
     *
     * @throws IllegalArgumentException where it is broken
     */
    public static PaymentRecord parse(String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        return new PaymentRecord(
                fields.next(), fields.next(), fields.nextLong(), fields.nextLong(), fields.nextLong(), fields.next());
    }
}
