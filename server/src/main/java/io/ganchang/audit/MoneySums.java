package io.ganchang.audit;

import java.util.Map;
import java.util.TreeMap;

/** The money of a session by currency, and the equation that it must hold: what is not given back is kept for an order. */
final class MoneySums {
    private final Map<String, Sums> sums = new TreeMap<>();

    /**
     * Of one currency, minor units.
     *
     * @param paid by payments of every kind
     * @param granted refunds due or done
     * @param refunded refunds done
     * @param kept for confirmed orders, as these tell it: their amounts when they were confirmed by a payment, less what was
     *     given back of that payment
     */
    record Sums(long paid, long granted, long refunded, long kept) {
        private static final Sums NONE = new Sums(0, 0, 0, 0);

        private Sums plus(Sums other) {
            return new Sums(
                    Math.addExact(paid, other.paid),
                    Math.addExact(granted, other.granted),
                    Math.addExact(refunded, other.refunded),
                    Math.addExact(kept, other.kept));
        }

        /** The same but for what is kept. */
        private Sums withKept(long other) {
            return new Sums(paid, granted, refunded, other);
        }
    }

    void pay(String currency, long amount) {
        add(currency, new Sums(amount, 0, 0, 0));
    }

    void grant(String currency, long amount) {
        add(currency, new Sums(0, amount, 0, 0));
    }

    void refund(String currency, long amount) {
        add(currency, new Sums(0, 0, amount, 0));
    }

    void keep(String currency, long amount) {
        add(currency, new Sums(0, 0, 0, amount));
    }

    private void add(String currency, Sums change) {
        sums.merge(currency, change, Sums::plus);
    }

    /** Takes over what a checkpoint says is kept; of the rest it must say the same as what was taken so far. */
    void resume(Map<String, Sums> checkpoint, Problems problems) {
        checkpoint.forEach((currency, told) -> {
            Sums taken = sums.getOrDefault(currency, Sums.NONE).withKept(told.kept());
            if (!taken.equals(told)) {
                problems.add("up to the checkpoint the ledger has " + taken + " in " + currency + ", but had " + told);
            }
            sums.put(currency, taken);
        });
        sums.forEach((currency, taken) -> {
            if (!checkpoint.containsKey(currency)) {
                problems.add("up to the checkpoint the ledger has " + taken + " in " + currency + ", but had none");
            }
        });
    }

    /** Holds the equation at {@code seq}. */
    static void check(Map<String, Sums> sums, long seq, Problems problems) {
        sums.forEach((currency, sum) -> {
            if (sum.paid() - sum.granted() != sum.kept()) {
                problems.add("at " + seq + ' ' + sum.paid() + ' ' + currency + " were paid and " + sum.granted()
                        + " given back or due to be, but confirmed orders keep " + sum.kept());
            }
        });
    }

    Map<String, Sums> byCurrency() {
        return new TreeMap<>(sums);
    }
}
