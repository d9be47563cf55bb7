package io.ganchang.redis;

import java.util.Arrays;
import java.util.List;

/**
 * What a partition remembers of a payment: the payment record of {@code docs/formats.md}.
 *
 * @param order the 22 characters of the order id that the payment named; there may be no such order
 * @param amountMinor what was paid, minor units of {@code currency}
 * @param grantedMinor what of it goes back or has gone back
 * @param refundedMinor what of it has gone back
 * @param refunds the numbers of its refunds, first to last
 */
public record PaymentRecord(
        String order, String currency, long amountMinor, long grantedMinor, long refundedMinor, List<Long> refunds) {
    private static final int FIELDS_MIN = 6;

    public PaymentRecord {
        refunds = List.copyOf(refunds);
    }

    /**
     * The payment that {@code record} describes.
     *
     * @throws IllegalArgumentException where the record is broken
     */
    public static PaymentRecord parse(String record) {
        FieldReader fields = new FieldReader(record, FIELDS_MIN);
        return new PaymentRecord(
                fields.next(),
                fields.next(),
                fields.nextLong(),
                fields.nextLong(),
                fields.nextLong(),
                refunds(fields.next()));
    }

    private static List<Long> refunds(String text) {
        return text.equals("-")
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(FieldReader::parseLong).toList();
    }
}
