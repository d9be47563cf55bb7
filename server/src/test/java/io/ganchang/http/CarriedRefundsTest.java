package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.domain.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Money goes back by itself, through a whole server and its sandbox. */
class CarriedRefundsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static JsonNode refunds(MarketForTest market, String state) {
        return market.admin("GET", "/v1/refunds?state=" + state)
                .as(market.token(Role.OPS, "duty"))
                .send()
                .expect(200)
                .at("items");
    }

    private static void giveBack(PaidShow show, String order, long amountMinor) {
        MarketForTest market = show.market();
        market.post("/v1/orders/" + order + "/refunds")
                .as(market.token(Role.OPS, "duty"))
                .header("Idempotency-Key", market.newName("refund"))
                .json("{'amountMinor':" + amountMinor + ",'reason':'bruised'}")
                .send()
                .expect(201);
    }

    private static void awaitMoney(PaidShow show, String order, String state, long refundedMinor) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode payment = show.order("an", order).path("payment");
            assertThat(payment.path("refundedMinor").longValue()).isEqualTo(refundedMinor);
            assertThat(payment.path("state").textValue()).isEqualTo(state);
        });
    }

    @Test
    void whatIsDueGoesBackAndIsToldDownstream() throws IOException {
        try (MarketForTest market = MarketForTest.start()) {
            PaidShow show = PaidShow.open(market, "");
            String order = show.paid("an", 2);
            giveBack(show, order, PaidShow.PRICE_MINOR);
            awaitMoney(show, order, "paid", PaidShow.PRICE_MINOR);
            giveBack(show, order, PaidShow.PRICE_MINOR);
            awaitMoney(show, order, "refunded", 2 * PaidShow.PRICE_MINOR);

            PaidShow.callback(
                            market,
                            "{'order':'nowhere.abcdefghijklmnopqrstuv','status':'paid','amountMinor':5,'currency':'CNY','paymentId':'stray'}")
                    .send()
                    .expect(204);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(market.admin("GET", "/metrics")
                                    .send()
                                    .expect(200)
                                    .text())
                            .contains("ganchang_refunds_done_total 3.0", "ganchang_refunds_open{state=\"due\"} 0.0"));
            assertThat(refunds(market, "due")).isEmpty();
            assertThat(refunds(market, "stuck")).isEmpty();
            assertThat(Files.readString(
                            market.folder().resolve("fulfilment/" + show.show().session() + ".jsonl")))
                    .contains("io.ganchang.order.refunded.v1");
        }
    }

    @Test
    void whatTheGatewayRefusesWaitsForOpsWhoAreTold() {
        try (MarketForTest market = MarketForTest.start("payments.sandboxRefunds=refused")) {
            PaidShow show = PaidShow.open(market, "");
            String order = show.paid("an", 1);
            giveBack(show, order, 100);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(refunds(market, "stuck")).hasSize(1));
            JsonNode stuck = refunds(market, "stuck").get(0);
            assertThat(stuck.path("order").textValue()).isEqualTo(order);
            assertThat(stuck.path("lastError").isTextual()).isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> {
                Reply ready = market.admin("GET", "/readyz").send().expect(200);
                assertThat(ready.at("warnings").toString()).contains("1 refunds are stuck");
            });
            awaitMoney(show, order, "refund_due", 0);
        }
    }
}
