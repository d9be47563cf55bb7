package io.ganchang.redis;

import io.ganchang.domain.PaymentKey;
import java.util.List;
import java.util.Optional;

/**
 * The money of an order record, and the record with other money in it. For orders of closed sessions, which the function
 * library reaches no more; nothing but money, seq and time of change is ever different in what this writes.
 *
 * @param plain the first fields of the record, as they are when no money ever came
 * @param paidMinor all that was paid for it, also what is to be given back
 * @param refundedMinor what has been given back
 * @param paidBy key of the payment that confirmed it, or {@code -}
 * @param grantedMinor what has been given back or is due to be
 * @param units {@code <offer>:<quantity>,…} given back by line, or {@code -}
 * @param appended what a later version has put behind, with the space before it
 */
public record OrderMoney(
        List<String> plain,
        long paidMinor,
        long refundedMinor,
        String paidBy,
        long grantedMinor,
        String units,
        String appended) {
    private static final String NONE = "-";
    private static final String HELD = "h";
    private static final int PLAIN_FIELDS = 16;
    private static final int MONEY_FIELDS = 19;
    private static final int SEQ = 2;
    private static final int CREATED = 3;
    private static final int UPDATED = 4;
    private static final int LETTER = 6;
    private static final int PAID = 7;
    private static final int REFUNDED = 8;
    private static final int CURRENCY = 10;

    public OrderMoney {
        plain = List.copyOf(plain);
    }

    /**
     * The money that {@code record} tells of.
     *
     * @throws IllegalArgumentException where it is broken
     */
    public static OrderMoney of(String record) {
        List<String> fields = List.of(record.split(" ", MONEY_FIELDS + 1));
        if (fields.size() != PLAIN_FIELDS && fields.size() < MONEY_FIELDS) {
            throw new IllegalArgumentException("a record of " + fields.size() + " fields");
        }
        boolean hasMoney = fields.size() > PLAIN_FIELDS;
        return new OrderMoney(
                fields.subList(0, PLAIN_FIELDS),
                FieldReader.parseLong(fields.get(PAID)),
                FieldReader.parseLong(fields.get(REFUNDED)),
                hasMoney ? fields.get(PLAIN_FIELDS) : NONE,
                hasMoney ? FieldReader.parseLong(fields.get(PLAIN_FIELDS + 1)) : 0,
                hasMoney ? fields.get(PLAIN_FIELDS + 2) : NONE,
                fields.size() > MONEY_FIELDS ? ' ' + fields.get(MONEY_FIELDS) : "");
    }

    public String currency() {
        return plain.get(CURRENCY);
    }

    /** The payment that confirmed it. */
    public Optional<PaymentKey> payment() {
        return paidBy.equals(NONE) ? Optional.empty() : Optional.of(PaymentKey.require(paidBy));
    }

    public OrderMoney plusPaid(long minor) {
        return with(paidMinor + minor, refundedMinor, grantedMinor, units);
    }

    public OrderMoney plusGranted(long minor) {
        return with(paidMinor, refundedMinor, grantedMinor + minor, units);
    }

    public OrderMoney plusRefunded(long minor) {
        return with(paidMinor, refundedMinor + minor, grantedMinor, units);
    }

    public OrderMoney withUnits(String unitsNow) {
        return with(paidMinor, refundedMinor, grantedMinor, unitsNow);
    }

    private OrderMoney with(long paid, long refunded, long granted, String unitsNow) {
        return new OrderMoney(plain, paid, refunded, paidBy, granted, unitsNow, appended);
    }

    /** The record, as event {@code seq} leaves it. */
    public String record(long seq, long nowMs) {
        String[] fields = plain.toArray(String[]::new);
        fields[SEQ] = Long.toString(seq);
        fields[UPDATED] = Long.toString(nowMs - FieldReader.parseLong(fields[CREATED]));
        fields[LETTER] = letter();
        fields[PAID] = Long.toString(paidMinor);
        fields[REFUNDED] = Long.toString(refundedMinor);
        String record = String.join(" ", fields);
        return paidMinor == 0 && appended.isEmpty()
                ? record
                : record + ' ' + paidBy + ' ' + grantedMinor + ' ' + units + appended;
    }

    /** Where the money stands. */
    private String letter() {
        if (plain.get(0).equals(HELD)) {
            return "d";
        }
        if (grantedMinor > refundedMinor) {
            return "r";
        }
        if (paidMinor == 0) {
            return "n";
        }
        return refundedMinor == paidMinor ? "f" : "p";
    }
}
