package io.ganchang.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit beside a market that never stands still, with holds and money: it must neither cry wolf nor sleep. */
class AuditBesideSalesTest {
    private static final Logger LOG = LoggerFactory.getLogger(AuditBesideSalesTest.class);
    private static final int AUDITS = 50;
    private static final int PAUSE_MS = 100;
    private static final String[] OFFERS = {"melon", "pear", "tea"};

    @TempDir
    Path data;

    @Test
    void aMarketAtFullSpeedNeverLooksCookedAndACookedOneAlwaysDoes() throws Exception {
        long seed = Long.getLong("ganchang.seed", System.nanoTime());
        LOG.info("seed {}", seed);
        Random random = new Random(seed);
        try (MarketForTest market = new MarketForTest(data)) {
            market.offer("melon", 500);
            market.prepaidOffer("pear", 500, 1, "r");
            market.prepaidOffer("tea", 500, 1, "f");
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> trade = CompletableFuture.supplyAsync(() -> trade(market, seed, over));
            List<AuditReport> reports = new ArrayList<>();
            try {
                for (int i = 0; i < AUDITS; i++) {
                    AuditDepth depth = random.nextInt(4) == 0 ? AuditDepth.FULL : AuditDepth.SINCE_CHECKPOINT;
                    AuditReport report = market.auditNow(depth, 200);
                    assertThat(report.problems())
                            .as("seed %d, audit %d", seed, i)
                            .isEmpty();
                    reports.add(report);
                    Thread.sleep(PAUSE_MS);
                }
                market.redis()
                        .hset(market.keys().orders(), "c".repeat(22), "c f 1 1 0 0 n 0 0 0 CNY live v = tea:1:1 -");
                assertThat(market.auditNow().problems())
                        .as("seed %d", seed)
                        .anyMatch(problem -> problem.contains("c".repeat(22)));
            } finally {
                over.set(true);
            }
            LOG.info(
                    "{} trades; the last audit at {}",
                    trade.get(),
                    reports.get(AUDITS - 1).seq());
            assertThat(reports).anyMatch(report -> report.fromSeq() > 0);
            LOG.info("{}", reports.get(AUDITS - 1).money());
            assertThat(reports.get(AUDITS - 1).money()).anyMatch(money -> money.keptMinor() > 0);
            assertThat(reports.get(AUDITS - 1).seq())
                    .isGreaterThan(reports.get(0).seq() + AUDITS);
        }
    }

    /** Orders, cancels, payments, refunds, lapses and commands at random, as fast as they are answered. */
    private static int trade(MarketForTest market, long seed, AtomicBoolean over) {
        Random random = new Random(seed + 1);
        List<String> viewerOf = new ArrayList<>();
        int trades = 0;
        while (!over.get()) {
            String offer = OFFERS[random.nextInt(OFFERS.length)];
            int what = random.nextInt(20);
            if (what < 7 || viewerOf.isEmpty()) {
                String viewer = "v" + random.nextInt(40);
                viewerOf.add(viewer);
                market.buy(viewer, offer, 1 + random.nextInt(3));
            } else if (what < 9) {
                int order = random.nextInt(viewerOf.size());
                market.cancel(viewerOf.get(order), order + 1);
            } else if (what < 17) {
                moveMoney(market, random, viewerOf.size(), trades);
            } else {
                market.addStock(offer, random.nextInt(7) - 2);
            }
            trades++;
        }
        return trades;
    }

    private static void moveMoney(MarketForTest market, Random random, int orders, int trade) {
        int order = 1 + random.nextInt(orders);
        switch (random.nextInt(6)) {
            case 0, 1 -> market.pay("p" + trade, orders, (1 + random.nextInt(3)) * EventfulMoney.PRICE_MINOR);
            case 2 -> market.pay("p" + order, order, EventfulMoney.PRICE_MINOR);
            case 3 -> market.refund("c" + trade, order, "amount:" + (1 + random.nextInt(5_000)));
            case 4 -> {
                market.passSeconds(random.nextInt(2));
                market.expire();
            }
            default -> market.settleAll();
        }
    }
}
