package io.ganchang.load.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.ganchang.load.report.Plot;
import io.ganchang.load.traffic.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run notes while it goes, from a server that says what it is told to say. */
class GaugesTest {
    private static final String SESSION = "{\"title\":\"Show\",\"offers\":[{\"id\":\"melon\",\"available\":%d}]}";
    private static final String METRICS = """
            # TYPE ganchang_orders_sent_total counter
            ganchang_orders_sent_total %d
            ganchang_order_calls_total{loop="0"} 2.0
            ganchang_order_calls_total{loop="1"} %d
            ganchang_order_calls_totally_else 7
            """;

    private final AtomicLong step = new AtomicLong();
    private final HttpServer server = fresh();
    private URI address = URI.create("http://127.0.0.1");
    private final HttpClient client = HttpClient.newHttpClient();

    private static HttpServer fresh() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            String text = exchange.getRequestURI().getPath().equals("/metrics")
                    ? METRICS.formatted(step.get() * 30, step.get() * 2)
                    : SESSION.formatted(200 - step.get());
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void whatIsLeftIsWhatTheSessionsPageSays() {
        StockGauge gauge = new StockGauge(client, address, List.of("show"));
        step.set(150);
        await().untilAsserted(() -> assertThat(gauge.left()).isEqualTo(Map.of("melon", 50.0)));
    }

    @Test
    void aBatchIsTheOrdersSentOverTheCallsThatCarriedThem() {
        BatchGauge gauge = new BatchGauge(client, address);
        await().until(() -> {
            step.incrementAndGet();
            return gauge.ordersPerCall() == 15;
        });
    }

    @Test
    void aCounterIsTheSumOfItsLabels() {
        assertThat(BatchGauge.counter(METRICS.formatted(5, 6), "ganchang_order_calls_total"))
                .isEqualTo(8);
        assertThat(BatchGauge.counter(METRICS, "ganchang_unheard_of")).isNaN();
    }

    @Test
    void theProcessorOfThisProcessIsSeen() {
        AtomicLong nanos = new AtomicLong();
        CpuGauge gauge = new CpuGauge(Map.of("me", () -> ProcessHandle.current().pid()), nanos::get);
        assertThat(gauge.percent()).containsEntry("me", Double.NaN);
        await().untilAsserted(() -> {
            nanos.addAndGet(Duration.ofMillis(10).toNanos());
            assertThat(gauge.percent().get("me")).isGreaterThan(0);
        });
        CpuGauge gone = new CpuGauge(Map.of("nobody", () -> 0), System::nanoTime);
        assertThat(gone.percent()).containsEntry("nobody", Double.NaN);
    }

    @Test
    void aSamplerTakesSamplesUntilItEnds() throws Exception {
        Sampler.Gauges gauges = new Sampler.Gauges(
                new AnswerGauge(new Tally()),
                new StockGauge(client, address, List.of("show")),
                new BatchGauge(client, address),
                new CpuGauge(Map.of("me", () -> ProcessHandle.current().pid()), System::nanoTime));
        Sampler sampler = new Sampler(gauges, Duration.ofMillis(20), System::nanoTime);
        sampler.begin();
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        sampler.end();
        assertThat(sampler.plots())
                .filteredOn(plot -> plot.title().equals("Stock left"))
                .singleElement()
                .extracting(Plot::lines)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Plot.Line.class))
                .extracting(Plot.Line::name)
                .containsExactly("melon");
    }
}
