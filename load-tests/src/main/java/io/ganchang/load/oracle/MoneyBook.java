package io.ganchang.load.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The money of a session as its events tell it: payments, and refunds against them. */
final class MoneyBook {
    private static final String GATEWAY = "sandbox:";

    private final Map<String, Paid> payments = new LinkedHashMap<>();
    private final Map<String, Return> refunds = new LinkedHashMap<>();
    private final Map<String, List<Return>> byPayment = new LinkedHashMap<>();
    private final List<String> paidAgain = new ArrayList<>();

    /**
     * A payment as it was recorded.
     *
     * @param id the provider's number for it
     * @param order second part of an order id
     */
    record Paid(String id, String order, String currency, long amountMinor, StoredEvent event) {

        /** Whether it is exactly what {@code fields} cost. */
        boolean fits(OrderFields fields) {
            return amountMinor == fields.money().amount() && currency.equals(fields.currency());
        }
    }

    /** A refund, with how often it came due and how often it was carried out. */
    static final class Return {
        final String id;
        final String payment;
        final String order;
        final String currency;
        final long amountMinor;
        final String reason;
        private int due;
        private int done;
        private boolean changed;

        private Return(String id, String[] fields) {
            this.id = id;
            this.payment = bare(fields[1]);
            this.order = fields[2];
            this.currency = fields[3];
            this.amountMinor = Long.parseLong(fields[4]);
            this.reason = fields[5];
        }

        private void add(StoredEvent event, String[] fields) {
            boolean dueNow = event.type().equals(StoredEvent.REFUND_DUE);
            due += dueNow ? 1 : 0;
            done += dueNow ? 0 : 1;
            changed |= !fields[0].equals(dueNow ? "d" : "f")
                    || !bare(fields[1]).equals(payment)
                    || !fields[2].equals(order)
                    || !fields[3].equals(currency)
                    || Long.parseLong(fields[4]) != amountMinor
                    || !fields[5].equals(reason);
        }

        int due() {
            return due;
        }

        int done() {
            return done;
        }

        /** Whether its events disagree about what it is. */
        boolean isChanged() {
            return changed;
        }

        /** Whether a host asked for it. */
        boolean isRequested() {
            return reason.equals("requested");
        }

        @Override
        public String toString() {
            return "refund " + id;
        }
    }

    private MoneyBook() {}

    static MoneyBook of(LedgerSnapshot ledger) {
        MoneyBook book = new MoneyBook();
        ledger.events().forEach(book::add);
        return book;
    }

    private void add(StoredEvent event) {
        switch (event.type()) {
            case StoredEvent.PAID -> pay(event);
            case StoredEvent.REFUND_DUE, StoredEvent.REFUND_DONE -> giveBack(event);
            default -> {}
        }
    }

    private void pay(StoredEvent event) {
        String[] fields = event.body().split(" ", -1);
        String id = bare(event.subject());
        Paid paid = new Paid(id, fields[0], fields[1], Long.parseLong(fields[2]), event);
        if (payments.putIfAbsent(id, paid) != null) {
            paidAgain.add(id);
        }
    }

    private void giveBack(StoredEvent event) {
        String[] fields = event.body().split(" ", -1);
        Return refund = refunds.computeIfAbsent(event.subject(), id -> {
            Return fresh = new Return(id, fields);
            byPayment
                    .computeIfAbsent(fresh.payment, unused -> new ArrayList<>())
                    .add(fresh);
            return fresh;
        });
        refund.add(event, fields);
    }

    private static String bare(String key) {
        return key.startsWith(GATEWAY) ? key.substring(GATEWAY.length()) : key;
    }

    Map<String, Paid> payments() {
        return payments;
    }

    /** Payments that were recorded more than once. */
    List<String> paidAgain() {
        return paidAgain;
    }

    Map<String, Return> refunds() {
        return refunds;
    }

    @Nullable
    Paid payment(String id) {
        return payments.get(id);
    }

    Stream<Return> refundsOf(String payment) {
        return byPayment.getOrDefault(payment, List.of()).stream();
    }

    /** What of a payment has not been given back. */
    long keptMinor(Paid payment) {
        return payment.amountMinor()
                - refundsOf(payment.id())
                        .mapToLong(refund -> refund.done * refund.amountMinor)
                        .sum();
    }

    /** The payments that name each order, by the second part of its id. */
    Map<String, List<Paid>> byOrder() {
        Map<String, List<Paid>> orders = new LinkedHashMap<>();
        payments.values()
                .forEach(paid -> orders.computeIfAbsent(paid.order(), unused -> new ArrayList<>())
                        .add(paid));
        return orders;
    }
}
