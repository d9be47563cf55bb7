package io.ganchang.audit;

import io.ganchang.audit.Digests.Digest;

/**
 * What payments and refunds make of the money of each order, beside the payment that confirmed it: few orders have any, so
 * those without have no row.
 */
final class OrderMoney {
    private static final int OTHERS = 0;
    private static final int GRANTED = 1;
    private static final int REFUNDED = 2;

    private final DigestTable table = new DigestTable(3);
    private final Digests digests;

    OrderMoney(Digests digests) {
        this.digests = digests;
    }

    /**
     * Of one order, in one currency, minor units.
     *
     * @param others all payments but the one that confirmed it
     * @param granted refunds due or done
     * @param refunded refunds done
     */
    record Sums(long others, long granted, long refunded) {
        private static final Sums NONE = new Sums(0, 0, 0);
    }

    Sums of(String order, String currency) {
        int row = table.size() == 0 ? DigestTable.NONE : table.find(key(order, currency));
        return row == DigestTable.NONE
                ? Sums.NONE
                : new Sums(table.get(row, OTHERS), table.get(row, GRANTED), table.get(row, REFUNDED));
    }

    void addOther(String order, String currency, long amount) {
        add(order, currency, OTHERS, amount);
    }

    void grant(String order, String currency, long amount) {
        add(order, currency, GRANTED, amount);
    }

    void refund(String order, String currency, long amount) {
        add(order, currency, REFUNDED, amount);
    }

    private void add(String order, String currency, int number, long amount) {
        int row = table.put(key(order, currency));
        table.set(row, number, table.get(row, number) + amount);
    }

    private Digest key(String order, String currency) {
        return digests.of(order + ' ' + currency);
    }
}
