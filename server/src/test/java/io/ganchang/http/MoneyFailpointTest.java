package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.ServerProcess;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Failpoint;
import io.ganchang.payment.WebhookForTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that dies at any step between a callback and its event, or while it gives money back, ends with the same books:
 * an order that was paid twice is confirmed once, and one of the payments goes back, once.
 */
class MoneyFailpointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLED = 137;
    private static final String VIEWER = "li";

    private final Path folder = MarketForTest.newFolder();

    @AfterEach
    void deleteFolder() {
        MarketForTest.delete(folder);
    }

    @ParameterizedTest
    @EnumSource(Failpoint.class)
    void theBooksComeOutTheSame(Failpoint step) throws IOException {
        ShowForTest show;
        String order;
        List<WebhookForTest> notices;
        try (ServerProcess server = ServerProcess.launchToDieAt(step, folder)) {
            MarketForTest market = server.market();
            PaidShow paid = PaidShow.open(market, "");
            show = paid.show();
            order = paid.hold(VIEWER, 1);
            notices = List.of(notice(market, order, "p1"), notice(market, order, "p2"));
            notices.forEach(notice -> tell(market, notice));
            assertThat(server.exitCode()).isEqualTo(KILLED);
        }

        MarketForTest again = MarketForTest.start(folder);
        try {
            notices.forEach(notice -> PaidShow.callback(again, notice).send().expect(204));
            ShowForTest after = new ShowForTest(again, show.session(), show.host());
            assertBooks(after, order);
            assertThat(fulfilled(order)).containsExactly("order.confirmed.v1", "order.refunded.v1");
        } finally {
            again.stop();
        }
    }

    private static WebhookForTest notice(MarketForTest market, String order, String payment) {
        String body = "{\"order\":\"" + order + "\",\"status\":\"paid\",\"amountMinor\":" + PaidShow.PRICE_MINOR
                + ",\"currency\":\"CNY\",\"paymentId\":\"" + payment + "\"}";
        return WebhookForTest.signed(PaidShow.secret(market), "notice-" + payment, body);
    }

    /** The server may be gone already, or go at this. */
    private static void tell(MarketForTest market, WebhookForTest notice) {
        try {
            PaidShow.callback(market, notice).send();
        } catch (RuntimeException e) {
            assertThat(e).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private static void assertBooks(ShowForTest show, String order) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode found = show.market()
                    .get("/v1/orders/" + order)
                    .as(show.viewer(VIEWER))
                    .send()
                    .expect(200)
                    .json();
            assertThat(found.path("state").textValue()).isEqualTo("confirmed");
            assertThat(found.path("payment").toString())
                    .isEqualTo("{\"state\":\"paid\",\"paidMinor\":7980,\"refundedMinor\":3990}");
        });
        assertThat(show.audit().path("money").toString())
                .isEqualTo("[{\"currency\":\"CNY\",\"paidMinor\":7980,\"refundedMinor\":3990,"
                        + "\"refundDueMinor\":0,\"keptMinor\":3990}]");
    }

    private List<String> fulfilled(String order) throws IOException {
        Path file = folder.resolve("fulfilment").resolve(order.substring(0, order.indexOf('.')) + ".jsonl");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.readAllLines(file).size() >= 2);
        return Files.readAllLines(file).stream()
                .map(line -> line.replaceAll(".*\"io\\.ganchang\\.([a-z.0-9_]+)\".*", "$1"))
                .toList();
    }
}
