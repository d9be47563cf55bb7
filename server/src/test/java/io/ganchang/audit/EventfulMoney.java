package io.ganchang.audit;

import static org.assertj.core.api.Assertions.assertThat;

/** A session in which everything that can happen to money happens, once. One unit of either offer costs 3990. */
final class EventfulMoney {
    static final long PRICE_MINOR = 3990;

    private EventfulMoney() {}

    /**
     * Orders by number: 1 paid, and once more; 2 paid, then refunded in part, and by the gateway; 3 paid, then cancelled, and
     * carried out; 4 lapsed and paid late under {@code refund}; 5 lapsed and had again by a late payment; 6 cancelled, then
     * paid; 7 paid the wrong amount, in the wrong currency, and then right; 8 lapsed; 9 paid on delivery, and paid all the
     * same; 10 held. One payment is for an order that nobody has.
     */
    static void in(MarketForTest market) {
        market.prepaidOffer("tea", 100, 30, "r");
        market.prepaidOffer("fig", 100, 30, "f");
        market.offer("melon", 100);
        bought(market, "v1", "tea"); // 1
        paid(market, "p1", 1, "+confirmed");
        paid(market, "p1", 1, "=");
        paid(market, "p1b", 1, "+second_payment");
        bought(market, "v1", "tea"); // 2
        paid(market, "p2", 2, "+confirmed");
        assertThat(market.refund("c1", 2, "amount:500")).isEqualTo("created");
        assertThat(market.refund("c1", 2, "amount:500")).isEqualTo("unchanged");
        assertThat(market.settle("p2", 480, "-", "n1")).startsWith("+");
        bought(market, "v2", "tea"); // 3
        paid(market, "p3", 3, "+confirmed");
        assertThat(market.cancel("v2", 3)).startsWith("+x");
        bought(market, "v3", "fig"); // 4
        bought(market, "v3", "tea"); // 5
        market.settleAll();
        market.passSeconds(31);
        assertThat(market.expire()).isEqualTo("2");
        paid(market, "p4", 4, "+late");
        paid(market, "p5", 5, "+confirmed");
        bought(market, "v4", "tea"); // 6
        assertThat(market.cancel("v4", 6)).startsWith("+x");
        paid(market, "p6", 6, "+cancelled");
        bought(market, "v4", "tea"); // 7
        assertThat(market.pay("p7", 7, 10)).isEqualTo("+wrong_amount");
        assertThat(market.pay("p7u", MarketForTest.id(7), "USD", 500)).isEqualTo("+wrong_currency");
        market.settleAll();
        paid(market, "p7c", 7, "+confirmed");
        bought(market, "v5", "tea"); // 8
        market.passSeconds(31);
        assertThat(market.expire()).isEqualTo("1");
        bought(market, "v6", "melon"); // 9
        paid(market, "p9", 9, "+not_due");
        bought(market, "v5", "tea"); // 10
        paid(market, "p0", 77, "+unknown_order");
    }

    private static void bought(MarketForTest market, String viewer, String offer) {
        assertThat(market.buy(viewer, offer, 1)).startsWith("+");
    }

    private static void paid(MarketForTest market, String payment, int order, String answer) {
        assertThat(market.pay(payment, order, PRICE_MINOR)).as(payment).isEqualTo(answer);
    }
}
