package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.telemetry.Metric;
import io.ganchang.telemetry.MetricNames;
import io.ganchang.telemetry.MonitoringFilesTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code /metrics} shows after a small market: every documented metric, fed, and nothing about anybody. */
class MetricsContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Those that stay at 0 while all is well. */
    private static final Set<Metric> OF_TROUBLE = EnumSet.of(
            Metric.ORDERS_WAITING,
            Metric.ORDERS_SHED,
            Metric.LEDGER_LAG_EVENTS,
            Metric.LEDGER_LAG_SECONDS,
            Metric.LEDGER_FAILURES,
            Metric.LEDGER_SESSIONS_HALTED,
            Metric.DATABASE_CALLS_WAITING,
            Metric.SINK_LAG_EVENTS,
            Metric.SINK_LAG_SECONDS,
            Metric.SINK_FAILURES,
            Metric.SINK_SESSIONS_HALTED,
            Metric.SESSIONS_FROZEN,
            Metric.CLOCK_JUMPS,
            Metric.REFUNDS_OPEN,
            Metric.REFUNDS_DONE,
            Metric.REFUND_FAILURES,
            Metric.HTTP_CONNECTIONS_REFUSED,
            Metric.HTTP_LATE,
            Metric.WARNINGS);

    private final MarketForTest market = MarketForTest.start();

    @AfterEach
    void close() {
        market.close();
    }

    private String page() {
        Reply reply = market.admin("GET", "/metrics").send().expect(200);
        assertThat(reply.header("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return reply.text();
    }

    /** The sum of all series of {@code name} that have {@code label}, such as {@code outcome="placed"}. */
    private static double sum(String page, String name, String label) {
        return page.lines()
                .filter(line -> line.matches(name + "[{ ].*") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void awaitAtLeast(double value, String name, String label) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sum(page(), name, label)).isGreaterThanOrEqualTo(value));
    }

    private ShowForTest haveMarket() {
        ShowForTest show = market.show().open("melon", 5);
        show.buy("ayi-42", "k", "melon", 2).expect(201);
        show.buy("ayi-42", "k", "melon", 2).expect(200);
        show.buy("shushu-43", "k", "melon", 3).expect(201);
        show.buy("jiejie-44", "k", "melon", 1).expect(Problem.SOLD_OUT);
        market.get("/v1/sessions/nowhere").send().expect(Problem.NOT_FOUND);
        show.audit();
        awaitAtLeast(2, "ganchang_sink_events_total", "sink=\"file\"");
        return show;
    }

    @Test
    void everyMetricIsFedByASmallMarketAndNoneIsUndocumented() {
        haveMarket();
        awaitAtLeast(1, "ganchang_loop_delay_seconds_count", "");
        String page = page();
        Set<String> shown = MetricNames.onPage(page);
        for (Metric metric : Metric.values()) {
            assertThat(shown).containsAll(MetricNames.of(metric));
            if (!OF_TROUBLE.contains(metric)) {
                double value = MetricNames.of(metric).stream()
                        .mapToDouble(name -> sum(page, name, ""))
                        .sum();
                assertThat(value).as(metric.fullName()).isPositive();
            }
        }
        assertThat(shown.stream().filter(name -> !MetricNames.isStandard(name)))
                .allSatisfy(name -> assertThat(MetricNames.find(name)).as(name).isPresent());
    }

    @Test
    void theNumbersAreThoseOfTheMarket() {
        haveMarket();
        String page = page();
        assertThat(sum(page, "ganchang_orders_answered_total", "outcome=\"placed\""))
                .isEqualTo(2);
        assertThat(sum(page, "ganchang_orders_answered_total", "outcome=\"replayed\""))
                .isEqualTo(1);
        assertThat(sum(page, "ganchang_orders_answered_total", "outcome=\"sold_out\""))
                .isEqualTo(1);
        assertThat(sum(page, "ganchang_orders_answered_total", "")).isEqualTo(4);
        assertThat(sum(page, "ganchang_order_answer_seconds_count", "")).isEqualTo(4);
        assertThat(sum(page, "ganchang_orders_sent_total", "")).isEqualTo(4);
        assertThat(sum(page, "ganchang_order_calls_total", "")).isEqualTo(4);
        assertThat(sum(page, "ganchang_problems_total", "code=\"not_found\"")).isEqualTo(1);
        assertThat(sum(page, "ganchang_problems_total", "")).isEqualTo(1);
        assertThat(sum(page, "ganchang_sink_events_total", "")).isEqualTo(2);
        assertThat(sum(page, "ganchang_audits_total", "result=\"balanced\"")).isEqualTo(1);
        assertThat(sum(page, "ganchang_audits_total", "")).isEqualTo(1);
        assertThat(sum(page, "ganchang_redis_links", "state=\"up\"")).isEqualTo(2);
        assertThat(sum(page, "ganchang_sessions_known", "")).isEqualTo(1);
        assertThat(sum(page, "ganchang_ready", "")).isEqualTo(1);
        assertThat(sum(page, "ganchang_http_answers_total", "class=\"4xx\",listener=\"public\""))
                .isEqualTo(2);
        assertThat(sum(page, "ganchang_http_answers_total", "class=\"5xx\"")).isZero();
        assertThat(sum(page, "ganchang_http_connections", "listener=\"admin\"")).isPositive();
    }

    @Test
    void nobodyAndNoSessionIsNamed() {
        ShowForTest show = haveMarket();
        assertThat(page()).doesNotContain(show.session(), "ayi", "shushu", "jiejie", "melon");
    }

    @Test
    void theSeriesThatAlertsAndBoardPickAreThere() {
        String page = page();
        List<List<String>> picked = MonitoringFilesTest.pickedSeries().toList();
        assertThat(picked)
                .hasSizeGreaterThan(5)
                .allSatisfy(series -> assertThat(page.lines())
                        .anySatisfy(line -> assertThat(line)
                                .startsWith(series.get(0) + '{')
                                .contains(series.get(1) + "=\"" + series.get(2) + '"')));
    }

    /** A folder where the sink's file should be. */
    @Test
    void aSinkThatFailsIsSeenToFailAndToFallBehind() throws IOException {
        ShowForTest show = market.show().open("melon", 5);
        Path inTheWay = market.folder().resolve("fulfilment").resolve(show.session() + ".jsonl");
        Files.createDirectories(inTheWay);
        show.buy("ayi", "k", "melon", 1).expect(201);
        awaitAtLeast(1, "ganchang_sink_failures_total", "sink=\"file\"");
        awaitAtLeast(1, "ganchang_sink_lag_events", "sink=\"file\"");
        awaitAtLeast(0.1, "ganchang_sink_lag_seconds", "sink=\"file\"");
        assertThat(market.admin("GET", "/readyz").send().expect(200).at("problems"))
                .isEmpty();

        Files.delete(inTheWay);
        awaitAtLeast(1, "ganchang_sink_events_total", "sink=\"file\"");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Stream.of("events", "seconds")
                        .allMatch(what -> sum(page(), "ganchang_sink_lag_" + what, "") == 0));
    }
}
