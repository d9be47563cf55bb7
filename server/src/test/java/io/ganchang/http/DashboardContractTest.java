package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts see what their session comes to while it runs. */
@ExtendWith(SharedMarket.class)
class DashboardContractTest {
    private final MarketForTest market;
    private final ShowForTest show;

    DashboardContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show().open("melon", 100);
    }

    private Reply dashboard(String token) {
        return market.get(show.path() + "/dashboard").as(token).send();
    }

    /** Once the ledger has read all that the partition did. */
    private Reply caughtUp() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> dashboard(show.host()).expect(200),
                        reply -> reply.at("seq").longValue()
                                == reply.at("ledgerSeq").longValue());
    }

    @Test
    void aSessionWithoutOrdersComesToNothing() {
        Reply reply = caughtUp();
        assertThat(reply.at("state").textValue()).isEqualTo("live");
        assertThat(reply.at("offers/0").toString())
                .contains("\"id\":\"melon\"", "\"available\":100,\"held\":0,\"sold\":0,\"total\":100");
        assertThat(reply.at("orders").toString())
                .isEqualTo("{\"held\":0,\"confirmed\":0,\"cancelled\":0,\"expired\":0}");
        assertThat(reply.at("money").toString()).isEqualTo("[]");
        assertThat(reply.at("refunds").toString()).isEqualTo("{\"due\":0,\"stuck\":0}");
    }

    @Test
    void stockAndOrdersAreCounted() {
        show.buy("a", "k", "melon", 2).expect(201);
        String cancelled = show.buy("b", "k", "melon", 3).expect(201).at("id").textValue();
        market.post("/v1/orders/" + cancelled + "/cancel")
                .as(show.viewer("b"))
                .send()
                .expect(200);
        Reply reply = caughtUp();
        JsonNode stock = reply.at("offers/0");
        assertThat(stock.path("available").longValue()).isEqualTo(98);
        assertThat(stock.path("sold").longValue()).isEqualTo(2);
        assertThat(reply.at("orders").toString())
                .isEqualTo("{\"held\":0,\"confirmed\":1,\"cancelled\":1,\"expired\":0}");
        assertThat(reply.at("money/0/paidMinor").longValue()).isZero();
    }

    @Test
    void othersDoNotSeeIt() {
        dashboard(market.token(Role.HOST, "another-host")).expect(Problem.FORBIDDEN);
        dashboard(show.viewer("a")).expect(Problem.FORBIDDEN);
        market.get(show.path() + "/dashboard").send().expect(Problem.UNAUTHORIZED);
        dashboard(market.token(Role.OPS, "ops-1")).expect(200);
        market.get("/v1/sessions/nowhere/dashboard").as(show.host()).send().expect(Problem.NOT_FOUND);
        market.get(show.path() + "/dashboard?x=1").as(show.host()).send().expect(Problem.INVALID_REQUEST);
    }
}
