package io.ganchang.redis;

import io.ganchang.domain.RefundWish;
import io.ganchang.domain.RefundWish.Amount;
import io.ganchang.domain.RefundWish.Line;
import io.ganchang.domain.RefundWish.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What partition and ledger are told of money alike. */
final class ClosedMoneyCases {
    static final long PRICE = FunctionsForTest.PRICE_MINOR;

    /** Orders in every state that an ended session can have, and one that is none. */
    static final List<String> ORDERS = List.of("paid", "partly", "cod", "gone", "back", "late", "none");

    private ClosedMoneyCases() {}

    /** One thing that is told to both. */
    sealed interface Step {

        record Pay(String payment, String order, String currency, long amountMinor) implements Step {}

        record Grant(String command, String order, RefundWish wish) implements Step {}

        /** Refund 0 is none, -1 the last one there is; notice {@code -} is none. */
        record Settle(String payment, long amountMinor, long refund, String notice) implements Step {}
    }

    /** Steps under a name. */
    record Case(String name, List<Step> steps) {
        Case(String name, Step... steps) {
            this(name, List.of(steps));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (String order : ORDERS) {
            cases.add(new Case("paid: " + order, pay("p-1", order, 2 * PRICE)));
            cases.add(new Case("paid too little: " + order, pay("p-1", order, PRICE - 1)));
            cases.add(new Case("paid in dollars: " + order, new Step.Pay("p-1", order, "USD", 2 * PRICE)));
            cases.add(
                    new Case("paid twice: " + order, pay("p-1", order, 5), pay("p-1", order, 5), pay("p-2", order, 7)));
            cases.add(new Case("refunded: " + order, amount("c1", order, 10), amount("c1", order, 10)));
            cases.add(new Case("all of it: " + order, amount("c1", order, 3 * PRICE), amount("c2", order, 1)));
            cases.add(new Case("by line: " + order, lines("c1", order, "melon", 2), lines("c2", order, "melon", 2)));
        }
        cases.add(new Case("one payment for two orders", pay("p-1", "late", 5), pay("p-1", "gone", 5)));
        cases.add(new Case("a payment known from before", pay("p-paid", "late", 2 * PRICE)));
        cases.add(new Case("nothing", amount("c1", "paid", 0)));
        cases.add(new Case("more than was paid", amount("c1", "paid", 3 * PRICE + 1)));
        cases.add(new Case("no such line", lines("c1", "paid", "pear", 1)));
        cases.add(new Case("more units than bought", lines("c1", "partly", "melon", 4)));
        cases.add(new Case(
                "two lines",
                new Step.Grant("c1", "partly", new Lines(List.of(new Line("pear", 2), new Line("melon", 3)))),
                amount("c2", "partly", 1)));
        cases.add(new Case(
                "one offer twice",
                new Step.Grant("c1", "partly", new Lines(List.of(new Line("pear", 1), new Line("pear", 1))))));
        cases.add(new Case("no units", lines("c1", "partly", "pear", 0)));
        cases.addAll(settlements());
        return cases.stream();
    }

    private static List<Case> settlements() {
        return List.of(
                new Case("by the gateway", settle("p-paid", 100, 0, "n1"), settle("p-paid", 100, 0, "n1")),
                new Case("by the gateway, more than is left", settle("p-paid", 3 * PRICE + 1, 0, "n1")),
                new Case("by the gateway, twice", settle("p-paid", 100, 0, "n1"), settle("p-paid", 100, 0, "n2")),
                new Case("of no payment", settle("p-none", 100, 0, "n1")),
                new Case("of none of ours", settle("p-paid", 100, 99_999, "-")),
                new Case("of ours, another amount", amount("c1", "paid", 10), new Step.Settle("p-paid", 11, -1, "-")),
                new Case(
                        "of ours, another payment", amount("c1", "paid", 10), new Step.Settle("p-partly", 10, -1, "-")),
                new Case("of ours", amount("c1", "paid", 10), new Step.Settle("p-paid", 10, -1, "-")),
                new Case(
                        "of ours, again and by a notice",
                        amount("c1", "paid", 10),
                        new Step.Settle("p-paid", 10, -1, "-"),
                        new Step.Settle("p-paid", 10, -1, "-"),
                        settle("p-paid", 10, 0, "n1"),
                        settle("p-paid", 10, 0, "n2"),
                        settle("p-paid", 10, 0, "n2")),
                new Case(
                        "by a notice before it is told",
                        amount("c1", "paid", 10),
                        amount("c2", "paid", 10),
                        settle("p-paid", 10, 0, "n1"),
                        settle("p-paid", 10, 0, "n2"),
                        settle("p-paid", 10, 0, "n3")),
                new Case("of a late payment", pay("p-1", "late", 5), new Step.Settle("p-1", 5, -1, "n1")),
                new Case("of an unknown order", pay("p-1", "none", 5), new Step.Settle("p-1", 5, -1, "-")));
    }

    static Step pay(String payment, String order, long amountMinor) {
        return new Step.Pay(payment, order, "CNY", amountMinor);
    }

    static Step amount(String command, String order, long amountMinor) {
        return new Step.Grant(command, order, new Amount(amountMinor));
    }

    static Step lines(String command, String order, String offer, long quantity) {
        return new Step.Grant(command, order, new Lines(List.of(new Line(offer, quantity))));
    }

    static Step settle(String payment, long amountMinor, long refund, String notice) {
        return new Step.Settle(payment, amountMinor, refund, notice);
    }
}
