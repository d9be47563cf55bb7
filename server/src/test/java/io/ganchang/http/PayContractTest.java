package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/orders/{order}/pay}. */
@ExtendWith(SharedMarket.class)
class PayContractTest {
    private final MarketForTest market;
    private final PaidShow show;

    PayContractTest(MarketForTest market) {
        this.market = market;
        this.show = PaidShow.open(market, "");
    }

    @Test
    void aHeldOrderIsSentToTheGatewaysPage() {
        String order = show.hold("an", 2);
        Reply begun = show.pay("an", order).send().expect(200);
        assertThat(Reply.names(begun.json())).containsExactly("gateway", "redirect");
        assertThat(begun.at("gateway").textValue()).isEqualTo("sandbox");
        assertThat(begun.at("redirect").textValue()).startsWith(market.address() + "/sandbox/pay/");
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("held");
    }

    @Test
    void aGatewayMayBeNamed() {
        String order = show.hold("an", 1);
        show.pay("an", order).json("{'gateway':'sandbox'}").send().expect(200);
        show.pay("an", order).json("{}").send().expect(200);
        show.pay("an", order).json("{'gateway':'wechatpay'}").send().expectInvalidAt("/gateway");
        show.pay("an", order).json("{'gateway':7}").send().expectInvalidAt("/gateway");
        show.pay("an", order).json("{'amountMinor':1}").send().expectInvalidAt("/amountMinor");
    }

    @Test
    void whatIsNotHeldIsNotPaidFor() {
        String order = show.paid("an", 1);
        assertThat(show.order("an", order).path("state").textValue()).isEqualTo("confirmed");
        show.pay("an", order).send().expect(Problem.ORDER_STATE);
        String cancelled = show.hold("an", 1);
        market.post("/v1/orders/" + cancelled + "/cancel")
                .as(show.show().viewer("an"))
                .send()
                .expect(200);
        assertThat(show.pay("an", cancelled)
                        .send()
                        .expect(Problem.ORDER_STATE)
                        .at("detail")
                        .textValue())
                .contains("cancelled");
    }

    @Test
    void payingTellsTheOrder() {
        String order = show.paid("an", 3);
        JsonNode now = show.order("an", order);
        assertThat(now.path("state").textValue()).isEqualTo("confirmed");
        assertThat(now.path("payment").path("state").textValue()).isEqualTo("paid");
        assertThat(now.path("payment").path("paidMinor").longValue()).isEqualTo(3 * PaidShow.PRICE_MINOR);
    }

    @Test
    void onlyItsOwnerPays() {
        String order = show.hold("an", 1);
        show.pay("bo", order).send().expect(Problem.NOT_FOUND);
        market.post("/v1/orders/" + order + "/pay").send().expect(Problem.UNAUTHORIZED);
        for (Role role : new Role[] {Role.HOST, Role.OPS}) {
            market.post("/v1/orders/" + order + "/pay")
                    .as(market.token(role, "an"))
                    .send()
                    .expect(Problem.FORBIDDEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "no-such-show.AAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoOrderIsNotThere(String order) {
        show.pay("an", order).send().expect(Problem.NOT_FOUND);
    }

    @Test
    void thePageIsWhereTheBrowserReachesTheServer() {
        String order = show.hold("an", 1);
        Reply asked = market.raw()
                .send(
                        "POST /v1/orders/" + order + "/pay HTTP/1.1",
                        "Authorization: Bearer " + show.show().viewer("an"),
                        "Content-Length: 0");
        assertThat(asked.expect(200).at("redirect").textValue())
                .startsWith("http://" + market.raw().host());
    }

    @Test
    void whereAnAddressIsConfiguredItIsThat() {
        try (MarketForTest known = MarketForTest.start("http.publicUrl=https://market.example/")) {
            PaidShow open = PaidShow.open(known, "");
            assertThat(open.pay("an", open.hold("an", 1))
                            .send()
                            .expect(200)
                            .at("redirect")
                            .textValue())
                    .startsWith("https://market.example/sandbox/pay/");
        }
    }
}
