package io.ganchang.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ganchang.app.Call;
import io.ganchang.app.MarketForTest;
import io.ganchang.app.Reply;
import io.ganchang.app.SharedMarket;
import io.ganchang.app.ShowForTest;
import io.ganchang.app.TokenForger;
import io.ganchang.domain.Problem;
import io.ganchang.domain.Role;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMarket.class)
class OrderContractTest {
    private static final String DELIVERY =
            ",'delivery':{'division':'330602001001','name':'王阿姨','phone':'13800000000','street':'1号'}}";

    private final MarketForTest market;
    private final ShowForTest show;

    OrderContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show();
    }

    @Test
    void anOrderIsConfirmedAtOnceWhenPaidOnDelivery() {
        show.open("melon-25", 10);
        Reply order = show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon-25','quantity':2,'expectedPriceMinor':3990}]" + DELIVERY)
                .send()
                .expect(201);
        assertThat(order.header("Idempotent-Replayed")).isEmpty();
        JsonNode json = order.json();
        assertThat(Reply.names(json))
                .containsExactlyInAnyOrder(
                        "id",
                        "session",
                        "viewer",
                        "channel",
                        "state",
                        "lines",
                        "amountMinor",
                        "shippingMinor",
                        "currency",
                        "heldUntil",
                        "payment",
                        "fulfilment",
                        "route",
                        "createdAt",
                        "updatedAt",
                        "reason");
        assertThat(json.path("id").textValue()).matches(show.session() + "\\.[A-Za-z0-9_-]{22}");
        assertThat(json.path("session").textValue()).isEqualTo(show.session());
        assertThat(json.path("viewer").textValue()).isEqualTo("ayi");
        assertThat(json.path("channel").textValue()).isEqualTo("live");
        assertThat(json.path("state").textValue()).isEqualTo("confirmed");
        assertThat(Reply.names(json.at("/lines/0")))
                .containsExactlyInAnyOrder("offer", "quantity", "priceMinor", "amountMinor");
        assertThat(json.at("/lines/0/amountMinor").longValue()).isEqualTo(7980);
        assertThat(json.path("amountMinor").longValue()).isEqualTo(7980);
        assertThat(json.path("shippingMinor").longValue()).isZero();
        assertThat(json.path("currency").textValue()).isEqualTo("CNY");
        assertThat(json.path("heldUntil").isNull()).isTrue();
        assertThat(json.path("payment").toString())
                .isEqualTo("{\"state\":\"none\",\"paidMinor\":0,\"refundedMinor\":0}");
        assertThat(Reply.names(json.path("fulfilment"))).containsExactlyInAnyOrder("state", "carrier", "waybill");
        assertThat(Instant.parse(json.path("createdAt").textValue()))
                .isEqualTo(Instant.parse(json.path("updatedAt").textValue()));
    }

    @Test
    void theSameRequestAgainMeetsItsOrder() {
        show.open("melon", 10);
        JsonNode placed = show.buy("ayi", "k", "melon", 2).expect(201).json();
        Reply repeated = show.buy("ayi", "k", "melon", 2).expect(200);
        assertThat(repeated.header("Idempotent-Replayed")).hasValue("true");
        assertThat(repeated.json()).isEqualTo(placed);
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(8);
    }

    @Test
    void theExpectedPriceAndTheOrderOfLinesAreNotPartOfTheRequest() {
        show.open("melon", 10).open("pear", 10);
        JsonNode placed = show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':1},{'offer':'pear','quantity':2}]}")
                .send()
                .expect(201)
                .json();
        Reply repeated = show.order("ayi", "k")
                .json("{'lines':[{'offer':'pear','quantity':2,'expectedPriceMinor':1},{'quantity':1,'offer':'melon'}]}")
                .send()
                .expect(200);
        assertThat(repeated.json()).isEqualTo(placed);
    }

    @Test
    void theSameKeyWithAnotherBodyIsAMismatch() {
        show.open("melon", 10).open("pear", 10);
        show.buy("ayi", "k", "melon", 2).expect(201);
        show.buy("ayi", "k", "melon", 3).expect(Problem.IDEMPOTENCY_MISMATCH);
        show.buy("ayi", "k", "pear", 2).expect(Problem.IDEMPOTENCY_MISMATCH);
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':2}]" + DELIVERY)
                .send()
                .expect(Problem.IDEMPOTENCY_MISMATCH);
        show.buy("shushu", "k", "melon", 3).expect(201);
    }

    @Test
    void aRepeatIsAnsweredAfterOfferAndSessionHaveClosed() {
        show.open("melon", 1);
        JsonNode placed = show.buy("ayi", "k", "melon", 1).expect(201).json();
        show.buy("shushu", "k", "melon", 1).expect(Problem.SOLD_OUT);
        show.command("melon", "close", "{}").expect(200);
        assertThat(show.buy("ayi", "k", "melon", 1).expect(200).json()).isEqualTo(placed);
        show.move("end").expect(200);
        Reply repeated = show.buy("ayi", "k", "melon", 1).expect(200);
        assertThat(repeated.json()).isEqualTo(placed);
        assertThat(repeated.header("Idempotent-Replayed")).hasValue("true");
        show.buy("shushu", "k", "melon", 1).expect(Problem.SESSION_NOT_LIVE);
    }

    @Test
    void aRepeatShowsTheOrderAsItIsNow() {
        show.open("melon", 5);
        String id = show.buy("ayi", "k", "melon", 1).expect(201).at("id").textValue();
        market.post("/v1/orders/" + id + "/cancel")
                .as(show.viewer("ayi"))
                .send()
                .expect(200);
        assertThat(show.buy("ayi", "k", "melon", 1).expect(200).at("state").textValue())
                .isEqualTo("cancelled");
    }

    @Test
    void refusalsAreNotRemembered() {
        show.open("melon", 1);
        show.buy("ayi", "k", "melon", 2).expect(Problem.SOLD_OUT);
        show.stock("melon", "more", "{'delta':1}").expect(200);
        show.buy("ayi", "k", "melon", 2).expect(201);
        show.buy("shushu", "k", "melon", 1).expect(Problem.SOLD_OUT);
        show.audit();
    }

    @Test
    void aPartOfAnOrderIsNeverTaken() {
        show.open("melon", 5).open("pear", 1);
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':2},{'offer':'pear','quantity':2}]}")
                .send()
                .expect(Problem.SOLD_OUT);
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(5);
        show.audit();
    }

    @Test
    void eachViewerHasALimit() {
        show.open("melon", 10, ",'limitPerViewer':3");
        show.buy("ayi", "k1", "melon", 2).expect(201);
        show.buy("ayi", "k2", "melon", 2).expect(Problem.VIEWER_LIMIT);
        String id = show.buy("ayi", "k3", "melon", 1).expect(201).at("id").textValue();
        show.buy("ayi", "k4", "melon", 1).expect(Problem.VIEWER_LIMIT);
        market.post("/v1/orders/" + id + "/cancel")
                .as(show.viewer("ayi"))
                .send()
                .expect(200);
        show.buy("ayi", "k4", "melon", 1).expect(201);
        show.buy("shushu", "k1", "melon", 3).expect(201);
    }

    @Test
    void anotherPriceThanExpectedIsRefused() {
        show.open("melon", 10);
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':1,'expectedPriceMinor':3989}]}")
                .send()
                .expect(Problem.PRICE_CHANGED);
    }

    @Test
    void anOfferThatNeedsDeliveryDataSaysSo() {
        show.open("melon", 10, ",'deliveryRequired':true");
        show.buy("ayi", "k", "melon", 1).expect(Problem.INVALID_REQUEST);
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':1}]" + DELIVERY)
                .send()
                .expect(201);
    }

    @Test
    void anOrderHasOneCurrency() {
        show.open("melon", 10);
        market.put(show.path("tea"))
                .as(show.host())
                .json("{'title':'茶','unit':'tin','priceMinor':1,'currency':'EUR','stock':5}")
                .send()
                .expect(201);
        show.command("tea", "open", "{}").expect(200);
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':1},{'offer':'tea','quantity':1}]}")
                .send()
                .expect(Problem.INVALID_REQUEST);
        show.audit();
    }

    @Test
    void onlyALiveSessionSells() {
        ShowForTest early = ShowForTest.scheduled(market);
        early.open("melon", 5);
        early.buy("ayi", "k", "melon", 1).expect(Problem.SESSION_NOT_LIVE);
        early.move("start").expect(200);
        early.buy("ayi", "k", "melon", 1).expect(201);
        early.move("pause").expect(200);
        early.buy("ayi", "k2", "melon", 1).expect(Problem.SESSION_NOT_LIVE);
        early.buy("ayi", "k", "melon", 1).expect(200);
        early.move("resume").expect(200);
        early.buy("ayi", "k2", "melon", 1).expect(201);
    }

    @Test
    void draftsAndUnknownOffersAreNotSold() {
        show.put("draft", 5, "").expect(201);
        show.buy("ayi", "k", "draft", 1).expect(Problem.OFFER_CLOSED);
        show.buy("ayi", "k", "nothing", 1).expect(Problem.NOT_FOUND);
        market.post("/v1/sessions/nowhere/orders")
                .as(show.viewer("ayi"))
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expect(Problem.NOT_FOUND);
    }

    @Test
    void hostsAndOpsDoNotBuy() {
        show.open("melon", 5);
        for (Role role : new Role[] {Role.HOST, Role.OPS}) {
            market.post(show.path() + "/orders")
                    .as(market.token(role, "li"))
                    .key("k")
                    .json(ShowForTest.lines("melon", 1))
                    .send()
                    .expect(Problem.FORBIDDEN);
        }
    }

    @Test
    void aPartnerOrdersForItsViewers() {
        show.open("melon", 10, ",'limitPerViewer':2");
        Reply order = partner("mall", "k", "customer-1").send().expect(201);
        assertThat(order.at("viewer").textValue()).isEqualTo("customer-1");
        assertThat(order.at("channel").textValue()).isEqualTo("store");
        partner("mall", "k", "customer-1").send().expect(200);
        partner("mall", "k", "customer-2").send().expect(201);
        partner("mall", "k2", "customer-1").send().expect(Problem.VIEWER_LIMIT);
        String path = "/v1/orders/" + order.at("id").textValue();
        market.get(path).as(market.token(Role.PARTNER, "mall")).send().expect(200);
        market.get(path).as(market.token(Role.VIEWER, "customer-1")).send().expect(Problem.NOT_FOUND);
        market.get(path).as(market.token(Role.PARTNER, "other")).send().expect(Problem.NOT_FOUND);
    }

    private Call partner(String subject, String key, String onBehalfOf) {
        return market.post(show.path() + "/orders")
                .as(market.token(Role.PARTNER, subject))
                .key(key)
                .json("{'lines':[{'offer':'melon','quantity':2}],'onBehalfOf':'" + onBehalfOf + "'}");
    }

    @Test
    void onlyPartnersOrderForOthersAndNeverForGuests() {
        show.open("melon", 10);
        partner("mall", "k", "g-guest").send().expectInvalidAt("/onBehalfOf");
        partner("mall", "k", "a b").send().expectInvalidAt("/onBehalfOf");
        partner("mall", "k", "").send().expectInvalidAt("/onBehalfOf");
        market.post(show.path() + "/orders")
                .as(market.token(Role.PARTNER, "mall"))
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expectInvalidAt("/onBehalfOf");
        show.order("ayi", "k")
                .json("{'lines':[{'offer':'melon','quantity':1}],'onBehalfOf':'shushu'}")
                .send()
                .expectInvalidAt("/onBehalfOf");
        assertThat(show.seen("melon").path("available").longValue()).isEqualTo(10);
    }

    @Test
    void aViewersChannelMayBeInItsToken() {
        show.open("melon", 10);
        String kiosk = market.forger().sign(TokenForger.claims("kiosk-7", Role.VIEWER, ",'channel':'kiosk'"));
        Reply order = market.post(show.path() + "/orders")
                .as(kiosk)
                .key("k")
                .json(ShowForTest.lines("melon", 1))
                .send()
                .expect(201);
        assertThat(order.at("channel").textValue()).isEqualTo("kiosk");
    }

    @Test
    void twentyLinesAreTakenAndTwentyOneAreNot() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            show.open("o" + i, 5);
            lines.append(i == 0 ? "" : ",").append("{'offer':'o").append(i).append("','quantity':1}");
        }
        Reply order =
                show.order("ayi", "k").json("{'lines':[" + lines + "]}").send().expect(201);
        assertThat(order.at("lines")).hasSize(20);
        show.open("o20", 5);
        show.order("ayi", "k2")
                .json("{'lines':[" + lines + ",{'offer':'o20','quantity':1}]}")
                .send()
                .expectInvalidAt("/lines");
        show.audit();
    }
}
