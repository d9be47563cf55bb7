package io.ganchang.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of many orders: {@code -Dganchang.orders=1000000} is the measurement of {@code docs/measurements.md}; without it,
 * a sample.
 */
class LargeBooksTest {
    private static final Logger LOG = LoggerFactory.getLogger(LargeBooksTest.class);
    private static final int SAMPLE = 20_000;
    private static final int PAID_SAMPLE = 4_000;
    private static final int BLOCK_US_MAX = 5_000;
    private static final Pattern CALLS =
            Pattern.compile("cmdstat_(\\w+):calls=(\\d+),usec=\\d+,usec_per_call=([\\d.]+)");

    @TempDir
    Path data;

    @Test
    void manyOrdersAreComparedOneByOneInPagesThatHoldUpNobody() throws IOException {
        int orders = Integer.getInteger("ganchang.orders", SAMPLE);
        try (MarketForTest market = new MarketForTest(data)) {
            market.offer("melon", orders);
            market.offer("pear", orders);
            market.offer("tea", orders);
            market.buyMany(orders, "melon", "pear", "tea");
            market.awaitFile(Duration.ofMinutes(20));
            market.redis().configSet("slowlog-log-slower-than", "" + BLOCK_US_MAX);
            market.redis().slowlogReset();
            market.redis().configResetstat();

            AuditReport full = timed("from the first event", () -> market.auditNow(AuditDepth.FULL, 1));
            assertThat(full.problems()).isEmpty();
            assertThat(full.orders()).isEqualTo(orders);
            assertThat(full.events()).isEqualTo(full.seq()).isGreaterThan(orders);
            full.compared().forEach(compared -> LOG.info("{}", compared));

            AuditReport next = timed("from the checkpoint", () -> market.auditNow(AuditDepth.SINCE_CHECKPOINT, 1));
            assertThat(next.problems()).isEmpty();
            assertThat(next.fromSeq()).isEqualTo(full.seq());
            assertThat(next.orders()).isEqualTo(orders);
            LOG.info(
                    "slower than {} us in Redis: {}",
                    BLOCK_US_MAX,
                    names(market.redis().slowlogGet()));
            assertNoCallIsLong(market.redis().info("commandstats"));
        }
    }

    /** {@code -Dganchang.paid=1000000} for the measurement: all are held, then paid; every tenth is cancelled after that. */
    @Test
    void manyPaidOrdersAreComparedWithAllTheirMoney() throws IOException {
        int orders = Integer.getInteger("ganchang.paid", PAID_SAMPLE);
        try (MarketForTest market = new MarketForTest(data)) {
            market.prepaidOffer("tea", orders, 86_400, "r");
            market.buyMany(orders, "tea");
            market.payMany(orders, EventfulMoney.PRICE_MINOR);
            for (int order = 10; order <= orders; order += 10) {
                market.cancel("viewer-" + (order - 1), order);
            }
            market.awaitFile(Duration.ofMinutes(20));

            AuditReport full = timed("from the first event", () -> market.auditNow(AuditDepth.FULL, 1));
            assertThat(full.problems()).isEmpty();
            long cancelled = orders / 10 * EventfulMoney.PRICE_MINOR;
            assertThat(full.money())
                    .containsExactly(new AuditReport.MoneyBalance(
                            "CNY",
                            orders * EventfulMoney.PRICE_MINOR,
                            0,
                            cancelled,
                            orders * EventfulMoney.PRICE_MINOR - cancelled));
            full.compared().forEach(compared -> LOG.info("{}", compared));
            AuditReport next = timed("from the checkpoint", () -> market.auditNow(AuditDepth.SINCE_CHECKPOINT, 1));
            assertThat(next.problems()).isEmpty();
            assertThat(next.fromSeq()).isEqualTo(full.seq());
            assertThat(next.money()).isEqualTo(full.money());
        }
    }

    /** On average: a single call may have been kept waiting by the machine. */
    private static void assertNoCallIsLong(String statistics) {
        Matcher calls = CALLS.matcher(statistics);
        while (calls.find()) {
            LOG.info("{}: {} calls of {} us", calls.group(1), calls.group(2), calls.group(3));
            assertThat(Double.parseDouble(calls.group(3))).as(calls.group(1)).isLessThan(BLOCK_US_MAX);
        }
    }

    private static List<String> names(List<Object> slow) {
        return slow.stream()
                .map(entry -> ((List<?>) entry).get(2) + " us: " + ((List<?>) ((List<?>) entry).get(3)).get(0))
                .toList();
    }

    private static AuditReport timed(String what, Supplier<AuditReport> audit) {
        long begin = System.nanoTime();
        AuditReport report = audit.get();
        double seconds = (System.nanoTime() - begin) / 1e9;
        LOG.info(String.format(Locale.ROOT, "%,d orders audited %s in %.1f s", report.orders(), what, seconds));
        return report;
    }
}
