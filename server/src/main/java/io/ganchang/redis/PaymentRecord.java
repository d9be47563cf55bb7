package io.ganchang.redis;

/**
 * What a partition remembers of a payment: the payment record of {@code docs/formats.md}.
 *
 * @param order the 22 characters of the order id that the payment named; there may be no such order
 * @param amountMinor what was paid, minor units of {@code currency}
 */
public record PaymentRecord(String order, String currency, long amountMinor) {
    private static final int FIELDS_MIN = 6;

    /**
     * The payment that {@code record} describes.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static PaymentRecord parse(String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        return new PaymentRecord(fields.next(), fields.next(), fields.nextLong());
    }
}
