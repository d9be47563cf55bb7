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
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedMarket.class)
class OfferContractTest {
    private final MarketForTest market;
    private final ShowForTest show;

    OfferContractTest(MarketForTest market) {
        this.market = market;
        this.show = market.show();
    }

    @Test
    void anOfferIsADraftWithItsStock() {
        Reply put = show.put(
                        "melon",
                        12,
                        ",'product':'p-25','limitPerViewer':3,'payment':'none','holdSeconds':60,"
                                + "'latePayment':'refund','deliveryRequired':true")
                .expect(201);
        assertThat(put.at("state").textValue()).isEqualTo("draft");
        assertThat(put.at("available").longValue()).isEqualTo(12);
        assertThat(put.at("total").longValue()).isEqualTo(12);
        assertThat(put.at("limitPerViewer").longValue()).isEqualTo(3);
        assertThat(put.at("priceMinor").longValue()).isEqualTo(3990);
        assertThat(put.at("currency").textValue()).isEqualTo("CNY");
        assertThat(put.at("payment").textValue()).isEqualTo("none");
        assertThat(put.at("holdSeconds").longValue()).isEqualTo(60);
        assertThat(put.at("pinned").booleanValue()).isFalse();
        assertThat(put.at("opensAt").isNull()).isTrue();
        assertThat(put.at("closesAt").isNull()).isTrue();
        assertThat(put.header("ETag")).hasValue("\"1\"");
        assertThat(show.seen("melon")).isEqualTo(put.json());
    }

    @Test
    void stockCountsAtCreationOnly() {
        show.put("melon", 5, "").expect(201);
        Reply again = show.put("melon", 500, ",'limitPerViewer':2").expect(200);
        assertThat(again.at("total").longValue()).isEqualTo(5);
        assertThat(again.at("limitPerViewer").longValue()).isEqualTo(2);
        assertThat(again.at("version").longValue()).isEqualTo(2);
    }

    @Test
    void anOfferIsPaidOnDeliveryOrBefore() {
        assertThat(show.put("gift", 5, ",'payment':'prepaid'")
                        .expect(201)
                        .at("payment")
                        .asText())
                .isEqualTo("prepaid");
        show.put("melon", 5, ",'payment':'later'").expectInvalidAt("/payment");
    }

    @Test
    void everythingWrongWithAnOfferIsSaidAtOnce() {
        market.put(show.path("melon"))
                .as(show.host())
                .json("{'product':'','title':' ','unit':7,'priceMinor':-1,'currency':'XXY','stock':1.5,"
                        + "'limitPerViewer':'1','holdSeconds':0,'latePayment':'maybe','deliveryRequired':1,'x':{}}")
                .send()
                .expectInvalidAt(
                        "/product",
                        "/title",
                        "/unit",
                        "/priceMinor",
                        "/currency",
                        "/stock",
                        "/limitPerViewer",
                        "/holdSeconds",
                        "/latePayment",
                        "/deliveryRequired",
                        "/x");
        market.put(show.path("melon")).as(show.host()).json("{}").send().expectInvalidAt("/title", "/stock");
        assertThat(show.seen().path("offers")).isEmpty();
    }

    @Test
    void theCurrencyOfAnOfferStays() {
        show.put("melon", 5, "").expect(201);
        market.put(show.path("melon"))
                .as(show.host())
                .json("{'title':'瓜','unit':'box','priceMinor':1,'currency':'EUR','stock':5}")
                .send()
                .expect(Problem.INVALID_REQUEST);
    }

    @Test
    void aCountdownRunsByTheServersClock() {
        show.put("melon", 5, "").expect(201);
        Reply opened = show.command("melon", "open", "{'countdownSeconds':1,'forSeconds':2}")
                .expect(200);
        assertThat(opened.at("state").textValue()).isEqualTo("countdown");
        Instant opensAt = Instant.parse(opened.at("opensAt").textValue());
        assertThat(Instant.parse(opened.at("closesAt").textValue())).isEqualTo(opensAt.plusSeconds(2));
        show.buy("ayi", "k", "melon", 1).expect(Problem.OFFER_CLOSED);
        awaitState("melon", "open");
        show.buy("ayi", "k", "melon", 1).expect(201);
        awaitState("melon", "closed");
        show.buy("ayi", "k2", "melon", 1).expect(Problem.OFFER_CLOSED);
    }

    private void awaitState(String offer, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> show.seen(offer).path("state").textValue().equals(state));
    }

    @Test
    void anOfferOpensWithoutABodyUntilItIsClosed() {
        show.put("melon", 5, "").expect(201);
        Reply opened =
                market.post(show.path("melon") + "/open").as(show.host()).send().expect(200);
        assertThat(opened.at("state").textValue()).isEqualTo("open");
        assertThat(opened.at("closesAt").isNull()).isTrue();
        assertThat(show.command("melon", "close", "{}").expect(200).at("state").textValue())
                .isEqualTo("closed");
        assertThat(show.command("melon", "close", "{}").expect(200).at("version"))
                .isEqualTo(show.seen("melon").path("version"));
        show.buy("ayi", "k", "melon", 1).expect(Problem.OFFER_CLOSED);
        assertThat(show.command("melon", "open", "{}").expect(200).at("state").textValue())
                .isEqualTo("open");
    }

    @Test
    void openRefusesEvilWindows() {
        show.put("melon", 5, "").expect(201);
        show.command("melon", "open", "{'countdownSeconds':-1}").expectInvalidAt("/countdownSeconds");
        show.command("melon", "open", "{'countdownSeconds':1.0}").expectInvalidAt("/countdownSeconds");
        show.command("melon", "open", "{'forSeconds':0}").expectInvalidAt("/forSeconds");
        show.command("melon", "open", "{'forSeconds':1e3}").expectInvalidAt("/forSeconds");
        show.command("melon", "open", "{'forSeconds':99999999999}").expectInvalidAt("/forSeconds");
        show.command("melon", "open", "{'until':'x'}").expectInvalidAt("/until");
        show.command("melon", "open", "[]").expect(Problem.INVALID_REQUEST);
        assertThat(show.seen("melon").path("state").textValue()).isEqualTo("draft");
    }

    @Test
    void oneOfferIsPinnedAtATime() {
        show.put("melon", 5, "").expect(201);
        show.put("pear", 5, "").expect(201);
        assertThat(show.command("melon", "pin", "{}").expect(200).at("pinned").booleanValue())
                .isTrue();
        show.command("pear", "pin", "{}").expect(200);
        assertThat(show.seen("melon").path("pinned").booleanValue()).isFalse();
        assertThat(show.seen("pear").path("pinned").booleanValue()).isTrue();
        assertThat(show.command("pear", "unpin", "{}").expect(200).at("pinned").booleanValue())
                .isFalse();
        show.command("pear", "unpin", "{}").expect(200);
    }

    @Test
    void stockIsAddedOnceForEachKey() {
        show.put("melon", 5, "").expect(201);
        for (int i = 0; i < 3; i++) {
            Reply added = show.stock("melon", "s1", "{'delta':50,'reason':'second truck'}")
                    .expect(200);
            assertThat(added.at("available").longValue()).isEqualTo(55);
        }
        show.stock("melon", "s1", "{'delta':51}").expect(Problem.IDEMPOTENCY_MISMATCH);
        assertThat(show.stock("melon", "s2", "{'delta':-55}")
                        .expect(200)
                        .at("total")
                        .longValue())
                .isZero();
        show.stock("melon", "s3", "{'delta':-1}").expect(Problem.STOCK_UNAVAILABLE);
        show.audit();
    }

    @Test
    void stockNeedsAKeyAndANumber() {
        show.put("melon", 5, "").expect(201);
        show.command("melon", "stock", "{'delta':1}").expectInvalidAt("Idempotency-Key");
        for (String delta : new String[] {"0", "1.0", "1e3", "'1'", "null", "9007199254740993", "true"}) {
            show.stock("melon", "s", "{'delta':" + delta + "}").expectInvalidAt("/delta");
        }
        show.stock("melon", "s", "{}").expectInvalidAt("/delta");
        show.stock("melon", "s", "{'delta':1,'reason':''}").expectInvalidAt("/reason");
        assertThat(show.seen("melon").path("total").longValue()).isEqualTo(5);
    }

    @Test
    void stockComesInBoundedLots() {
        show.put("melon", 1_000_000_000L, "").expect(201);
        show.stock("melon", "s", "{'delta':1000000001}").expectInvalidAt("/delta");
        show.put("pear", 1_000_000_001L, "").expectInvalidAt("/stock");
    }

    @Test
    void aPriceChangesForThoseWhoComeLater() {
        show.open("melon", 5);
        JsonNode before = show.buy("ayi", "k1", "melon", 1).expect(201).json();
        assertThat(show.command("melon", "price", "{'priceMinor':3900}")
                        .expect(200)
                        .at("priceMinor")
                        .longValue())
                .isEqualTo(3900);
        assertThat(show.buy("ayi", "k1", "melon", 1).expect(200).json()).isEqualTo(before);
        assertThat(show.buy("ayi", "k2", "melon", 1)
                        .expect(201)
                        .at("amountMinor")
                        .longValue())
                .isEqualTo(3900);
        show.command("melon", "price", "{'priceMinor':-1}").expectInvalidAt("/priceMinor");
        show.command("melon", "price", "{}").expectInvalidAt("/priceMinor");
    }

    @Test
    void ifMatchMustHoldForAnOffer() {
        show.put("melon", 5, "").expect(201);
        market.post(show.path("melon") + "/close")
                .as(show.host())
                .header("If-Match", "\"2\"")
                .send()
                .expect(Problem.VERSION_CONFLICT);
        market.post(show.path("melon") + "/open")
                .as(show.host())
                .header("If-Match", "\"1\"")
                .send()
                .expect(200);
    }

    @Test
    void onlyThoseWhoCommandTheSessionCommandItsOffers() {
        show.put("melon", 5, "").expect(201);
        market.post(show.path("melon") + "/open")
                .as(market.token(Role.HOST, "stranger"))
                .send()
                .expect(Problem.FORBIDDEN);
        market.post(show.path("melon") + "/open")
                .as(market.token(Role.VIEWER, "ayi"))
                .send()
                .expect(Problem.FORBIDDEN);
        market.post(show.path("melon") + "/open").send().expect(Problem.UNAUTHORIZED);
        market.post(show.path("melon") + "/open")
                .as(market.token(Role.OPS, "duty"))
                .send()
                .expect(200);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        show.command("nothing", "open", "{}").expect(Problem.NOT_FOUND);
        show.stock("nothing", "s", "{'delta':1}").expect(Problem.NOT_FOUND);
        market.put("/v1/sessions/nowhere/offers/melon")
                .as(show.host())
                .json("{'title':'x','unit':'x','priceMinor':1,'currency':'CNY','stock':1}")
                .send()
                .expect(Problem.NOT_FOUND);
    }

    @Test
    void nothingNewOpensOnceTheSessionHasEnded() {
        show.put("melon", 5, "").expect(201);
        show.move("end").expect(200);
        show.command("melon", "open", "{}").expect(Problem.SESSION_STATE);
        show.command("melon", "pin", "{}").expect(Problem.SESSION_STATE);
        show.put("pear", 5, "").expect(Problem.SESSION_STATE);
    }
}
